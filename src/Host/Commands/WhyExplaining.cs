using EventOps.Host.RuleProcess;
using EventOps.Host.Settings;
using EventOps.Model;
using EventOps.Rules.Compilation;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary>Brings a rule, with the text it had, to a point of the journal, in a confined process, and has it explain itself.</summary>
internal static class WhyExplaining
{
    /// <returns>The explanation; or why there is none.</returns>
    public static async Task<(ExplainedRule? Explained, string? Problem)> ExplainAsync(
        DaemonSettings settings, WhyPast past, RuleSummary rule, string? about, CancellationToken cancellationToken)
    {
        var (file, problem) = await FindAsync(settings, rule, cancellationToken);
        if (file is null)
        {
            return (null, problem);
        }

        var scratch = Directory.CreateTempSubdirectory("eventops-why-");
        try
        {
            var launch = await RulesFolder.Launcher(scratch.FullName).LaunchAsync(new RuleSetManifest([file], []), cancellationToken);
            if (launch.Link is null)
            {
                return (null, launch.Problems[0].Message);
            }

            await using var link = launch.Link;
            var explained = await link.ExplainAsync(new ExplainOrder(rule.Name, about), past.Lines, cancellationToken);
            return explained.IsLoaded ? (explained, null) : (null, $"the rule '{rule.Name}' could not be loaded");
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return (null, $"the rule could not be looked at again: {e.Message}");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>The rule's file as it was then: from the folder when it has not changed since, else from the cache of compiled rules.</summary>
    private static async Task<(CompiledRuleFile? File, string? Problem)> FindAsync(DaemonSettings settings, RuleSummary rule, CancellationToken cancellationToken)
    {
        var cacheFolder = Path.Combine(settings.CacheFolder, "rules");
        var cache = new RuleCache(cacheFolder, RuleReferences.OfThisProgram().Fingerprint);
        if (cache.Find(new RuleSource(rule.File, ReadOnlyMemory<byte>.Empty, rule.Sha256)) is { } cached)
        {
            return (cached, null);
        }

        using var files = new RuleFiles(settings.RulesFolder, cacheFolder);
        var read = await files.ReadAsync(cancellationToken);
        return read.Manifest?.Files.FirstOrDefault(f => f.Sha256 == rule.Sha256) is { } file
            ? (file, null)
            : (null, $"{rule.File} has changed since, and its text of then is not in the cache any more, so its conditions cannot be looked at again");
    }
}
