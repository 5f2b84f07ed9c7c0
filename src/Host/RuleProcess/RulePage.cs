using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>The core's end of the page that tells which rule runs, and the file behind it.</summary>
internal sealed class RulePage : IDisposable
{
    private const string Prefix = "running-rule-";

    private RulePage(string path) => (Path, Running) = (path, RunningRule.Create(path));

    public string Path { get; }

    public RunningRule Running { get; }

    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RulePage Create(string folder) => new(System.IO.Path.Combine(folder, Prefix + Guid.NewGuid().ToString("N")));

    /// <summary>Removes what a daemon that was killed left behind.</summary>
    public static void RemoveStale(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*"))
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        Running.Dispose();
        File.Delete(Path);
    }
}
