using System.Security.Cryptography;
using System.Text.Json;
using EventOps.Rules.Compilation;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>The compiled rules that were in force last, kept in the state folder: a start with a broken folder goes on with them.</summary>
internal sealed class LastGoodRules(string stateFolder)
{
    private static readonly int Digest = SHA256.HashSizeInBytes;

    private readonly string _path = Path.Combine(stateFolder, "rules-last-good");

    /// <returns>Why they could not be kept; null when they are.</returns>
    public string? Keep(RuleSetManifest manifest)
    {
        try
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(manifest with { Parked = [] }, RuleProcessJson.Default.RuleSetManifest);
            File.WriteAllBytes(_path + ".new", [.. DigestOf(content), .. content]);
            File.Move(_path + ".new", _path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{_path} cannot be written: {e.Message}";
        }
    }

    /// <returns>Null when there are none, they are damaged, or another version of this program compiled them.</returns>
    public RuleSetManifest? Find()
    {
        try
        {
            var bytes = File.ReadAllBytes(_path);
            return bytes.Length > Digest && DigestOf(bytes.AsSpan(Digest)).AsSpan().SequenceEqual(bytes.AsSpan(0, Digest))
                ? JsonSerializer.Deserialize(bytes.AsSpan(Digest), RuleProcessJson.Default.RuleSetManifest)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Covers the version of the program too: assemblies compiled against another one are not taken.</summary>
    private static byte[] DigestOf(ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(RuleReferences.OfThisProgram().Fingerprint));
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}
