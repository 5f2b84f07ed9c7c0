using EventOps.Rules.Compilation.Files;

namespace EventOps.Host.Commands;

/// <summary>
/// Where commands keep compiled rules: in the user's own cache folder (the XDG Base Directory Specification's XDG_CACHE_HOME), so that the
/// next command compiles only what is new. Without one that nobody else can write to, a folder that goes with the command. The daemon's
/// cache belongs to the daemon.
/// </summary>
internal sealed class CommandCache : IDisposable
{
    private readonly DirectoryInfo? _scratch;

    public CommandCache()
    {
        if (Own() is { } own)
        {
            Folder = own;
            return;
        }

        _scratch = Directory.CreateTempSubdirectory("eventops-cache-");
        Folder = _scratch.FullName;
    }

    public string Folder { get; }

    public void Dispose() => _scratch?.Delete(recursive: true);

    private static string? Own()
    {
        var home = Environment.GetEnvironmentVariable("HOME");
        var root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
            : string.IsNullOrEmpty(home) ? "" : Path.Combine(home, ".cache");
        if (!Path.IsPathRooted(root))
        {
            return null;
        }

        var folder = Path.Combine(root, "eventops", "rules");
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        using var trusted = TrustedFolder.Open(folder, new RuleFolderOptions().Owners, []);
        return trusted is null ? null : folder;
    }
}
