using System.Security.Cryptography;
using System.Text;
using EventOps.Rules.Compilation.Files;
using EventOps.Rules.Compilation.Lint;

namespace EventOps.Rules.Compilation;

/// <summary>
/// Keeps compiled rule files in a folder, so that a start or a reload compiles only what is new. An entry's name is the hash of
/// all that the result depends on; its content carries a checksum. The cache is never needed: whatever goes wrong with it is a
/// warning, and the files are compiled. Does not load the compiler. Not thread-safe.
/// </summary>
/// <param name="folder">Made if it is missing. As its content is run, it must belong to root or the daemon's user and be writable by its owner only.</param>
/// <param name="fingerprint">From <see cref="RuleReferences.Fingerprint"/>.</param>
/// <param name="largest">In bytes, all entries together; the oldest go first.</param>
/// <param name="options">Who may own the folder.</param>
public sealed class RuleCache(string folder, string fingerprint, long largest = 64L << 20, RuleFolderOptions? options = null)
{
    private const string Suffix = ".dll";
    private readonly List<RuleFinding> _warnings = [];
    private bool? _usable;

    /// <summary>What went wrong since the last call, each once.</summary>
    public IReadOnlyList<RuleFinding> TakeWarnings()
    {
        RuleFinding[] taken = [.. _warnings.Distinct()];
        _warnings.Clear();
        return taken;
    }

    /// <summary>The compiled file for exactly this source, or null. A damaged entry is removed.</summary>
    public CompiledRuleFile? Find(RuleSource source)
    {
        if (!IsUsable())
        {
            return null;
        }

        var path = PathOf(source);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var bytes = File.ReadAllBytes(path);
            if (CacheEntry.Read(bytes) is { } file && file.File == source.File && file.Sha256 == source.Sha256)
            {
                return file;
            }

            File.Delete(path);
            _warnings.Add(LintCodes.CacheDamaged.At(source.File, $"the cached compilation {Path.GetFileName(path)} is damaged"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn("read", e);
        }

        return null;
    }

    /// <summary>Keeps a compiled file. Written aside and renamed, so that nobody ever finds half an entry.</summary>
    public void Keep(RuleSource source, CompiledRuleFile file)
    {
        if (!IsUsable())
        {
            return;
        }

        var path = PathOf(source);
        var aside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(aside, CacheEntry.Write(file));
            File.Move(aside, path, overwrite: true);
            DropOldest(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn("written", e);
            TryDelete(aside);
        }
    }

    private string PathOf(RuleSource source)
    {
        // The file's name is part of the result: stack traces and warnings tell it.
        var key = $"{fingerprint}\n{source.File}\n{source.Sha256}";
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + Suffix);
    }

    private bool IsUsable() => _usable ??= Prepare();

    private bool Prepare()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn("made", e);
            return false;
        }

        var findings = new List<RuleFinding>();
        using var handle = TrustedFolder.Open(folder, (options ?? new RuleFolderOptions()).Owners, findings);
        _warnings.AddRange(findings.Select(f => LintCodes.CacheUnusable.At(folder, f.Problem.Message)));
        return handle is not null;
    }

    private void DropOldest(string newest)
    {
        var entries = new DirectoryInfo(folder).GetFiles().OrderByDescending(f => f.FullName == newest).ThenByDescending(f => f.LastWriteTimeUtc).ToList();
        var total = 0L;
        foreach (var entry in entries)
        {
            total += entry.Length;
            if (total > largest && entry.FullName != newest)
            {
                entry.Delete();
            }
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Warn("cleaned", e);
        }
    }

    private void Warn(string operation, Exception e) =>
        _warnings.Add(LintCodes.CacheUnusable.At(folder, $"the cache of compiled rules in {folder} cannot be {operation}: {e.Message}"));
}
