using EventOps.Host.Replay;
using EventOps.Host.RuleProcess;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary>A folder of rules, compiled for a replay.</summary>
internal static class ReplayedRules
{
    /// <exception cref="ReplayException">The rules cannot be used.</exception>
    public static async Task<RuleSetManifest> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        using var cache = new CommandCache();
        using var files = new RuleFiles(Path.GetFullPath(folder), cache.Folder);
        var read = await files.ReadAsync(cancellationToken);
        return read.Manifest ?? throw new ReplayException($"the rules in {folder} cannot be used:\n" + string.Join('\n', read.Errors));
    }
}
