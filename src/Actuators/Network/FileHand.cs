using System.Globalization;
using System.Text;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Filtering;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Actuators.Network;

/// <summary>Configuration files, written as a whole. As a file was before the first correction it stays in FILE.before-eventops.</summary>
public sealed class FileHand(NetworkPolicy policy, NetworkNamespace network) : IActuator
{
    private readonly FilterFile _filter = new(policy, network);

    public bool CanCarryOut(Intent intent) => intent is RepairFile { Path: var path } && WantedFiles.PathsOf(policy).Contains(path, StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken)
    {
        var path = ((RepairFile)intent).Path;
        if (Judge(path) is { Corrected: null } judged)
        {
            throw new PlanException($"{path}: {(judged.Grave.Length > 0 ? judged.Grave : string.Join("; ", judged.Problems))}");
        }

        return ValueTask.FromResult<IReadOnlyList<IStep>>(
            [new CorrectionStep(network.Run(() => Does(path)), () => Judge(path).Problems.Count == 0, () => network.Run(() => Write(path)), words: ("as wanted", "not as wanted"))]);
    }

    private static string Does(string path)
    {
        var (target, backup) = Places(path);
        return File.Exists(backup) ? string.Create(CultureInfo.InvariantCulture, $"correct {path}; as it was before stands in {backup} since {File.GetLastWriteTimeUtc(backup):yyyy-MM-dd HH:mm:ss}")
            : File.Exists(target) ? $"correct {path}; as it is now stays in {backup}"
            : $"write {path}";
    }

    /// <summary>The file itself, behind links, so that these stay what they were; and where it is kept.</summary>
    private static (string Target, string Backup) Places(string path)
    {
        var target = new FileInfo(path) is { Exists: true } file ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        return (target, target + ".before-eventops");
    }

    private FileJudgement Judge(string path) => network.Run(() => Judge(path, File.Exists(path) ? File.ReadAllText(path) : null));

    private FileJudgement Judge(string path, string? text) => path == WantedFiles.Filter ? _filter.Judge(text) : WantedFiles.Judge(path, text, policy, new TunnelKeys(FileKeys.Read, Spare, Preshared));

    private string? Preshared(WantedPeer peer)
    {
        using var key = KeyFile.TryRead(network, peer.PresharedKeyFile!);
        return key?.ToFileText();
    }

    /// <summary>Where a tunnel's key may stand beside its file.</summary>
    private IEnumerable<string> Spare(WantedTunnel tunnel)
    {
        using (var key = DeviceKey(tunnel.Name))
        {
            if (key is not null)
            {
                yield return key.ToFileText();
            }
        }

        var (_, backup) = Places(tunnel.File!);
        if (File.Exists(backup) && TunnelFile.PrivateKeyOf(File.ReadAllText(backup)) is { } kept)
        {
            yield return kept;
        }
    }

    private SecretKey? DeviceKey(string name)
    {
        try
        {
            using var way = WireGuardLink.Open(network, name);
            return way.ReadPrivateKey();
        }
        catch (Exception e) when (e is LinuxException or FormatException)
        {
            return null;
        }
    }

    private void Write(string path)
    {
        var (target, backup) = Places(path);
        var before = File.Exists(target) ? File.ReadAllBytes(target) : null;
        var corrected = Judge(path, before is null ? null : Encoding.UTF8.GetString(before)).Corrected!;
        if (before is not null && !File.Exists(backup))
        {
            WholeFile.Write(backup, before, like: target);
        }

        WholeFile.Write(target, Encoding.UTF8.GetBytes(corrected), like: target);
    }
}
