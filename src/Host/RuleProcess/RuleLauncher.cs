using EventOps.Host.Pipeline;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Rules.Compilation.Lint;
using EventOps.Rules.Process;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.RuleProcess;

/// <summary>Starts rule processes with rules in them, and tries rules there over past events.</summary>
internal sealed class RuleLauncher(RuleServiceOptions options, Inbox inbox, EventBoard board, RecentLines recent, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>How many lines before a death are tried again to find the rule: enough for whatever the fatal event was.</summary>
    private const int LinesAroundDeath = 256;

    private Task<RuleProcessLink>? _prepared;

    /// <summary>Begins to start the daemon's first rule process, before anything else is there that the rules need.</summary>
    public static Task<RuleProcessLink> Begin(RuleServiceOptions options, Inbox inbox, TimeProvider time, ILogger log)
    {
        RulePage.RemoveStale(options.RuntimeFolder);
        return Task.Run(() => RuleProcessLink.StartAsync(options, inbox, time, log));
    }

    /// <summary>Begins to start the process that the next launch takes, while the rules are still read.</summary>
    /// <param name="begun">One that was started before.</param>
    public void Prepare(Task<RuleProcessLink>? begun = null) => _prepared ??= begun ?? RuleProcessLink.StartAsync(options, inbox, time, log);

    /// <summary>A process with the rules loaded, or what kept it from that.</summary>
    public async Task<RuleLaunch> LaunchAsync(RuleSetManifest manifest, CancellationToken cancellationToken)
    {
        RuleProcessLink link;
        try
        {
            link = await (Interlocked.Exchange(ref _prepared, null) ?? RuleProcessLink.StartAsync(options, inbox, time, log));
        }
        catch (Exception e) when (e is CommandException or IOException or UnauthorizedAccessException)
        {
            return new RuleLaunch(null, [], [Failed("", $"the rule process could not be started: {e.Message}")]);
        }

        try
        {
            var report = await link.LoadAsync(manifest, cancellationToken);
            return new RuleLaunch(link, report.Rules, report.Problems) { Shapes = report.Shapes };
        }
        catch (IOException)
        {
            var problem = await OfDeathAsync(link, manifest, "it was loaded");
            await link.DisposeAsync();
            return new RuleLaunch(null, [], [problem]);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs these rules over the recent events, with nothing carried out.</summary>
    /// <returns>What went wrong; the process may have ended by it.</returns>
    public async Task<IReadOnlyList<RuleProblem>> RehearseAsync(
        RuleProcessLink link, RuleSetManifest manifest, IReadOnlyList<string> rules, CancellationToken cancellationToken)
    {
        var lines = recent.All();
        if (rules.Count == 0)
        {
            return [];
        }

        try
        {
            return (await link.TryAsync(rules, Before(lines), lines.Select(l => l.Line), cancellationToken)).Problems;
        }
        catch (IOException)
        {
            return [await OfDeathAsync(link, manifest, "it was tried over recent events")];
        }
    }

    /// <summary>Finds the rule that a process died over when no rule's action ran: each is tried alone on what came around then.</summary>
    /// <returns>Null when none of them does it again.</returns>
    public async Task<RuleCulprit?> FindCulpritAsync(RuleSetManifest manifest, long lastDone, CancellationToken cancellationToken)
    {
        await using var quick = new RuleLauncher(options with { AnswerWithin = options.AnswerWithin / 2 }, inbox, board, recent, time, log);
        var launch = await quick.LaunchAsync(manifest, cancellationToken);
        if (launch.Link is null)
        {
            return null;
        }

        await using var link = launch.Link;
        var lines = recent.All();
        var first = Math.Max(0, lines.TakeWhile(l => l.Sequence <= lastDone).Count() - LinesAroundDeath);
        var around = lines.Skip(first).Take(LinesAroundDeath * 2).ToList();
        try
        {
            await link.TryAsync([.. launch.Rules.Select(r => r.Name)], Before(around), around.Select(l => l.Line), cancellationToken);
            return null;
        }
        catch (IOException)
        {
            return (await link.DeathAsync()).Culprit;
        }
    }

    public ValueTask DisposeAsync() => DiscardAsync();

    /// <summary>Ends a process that was prepared and that no launch took.</summary>
    public async ValueTask DiscardAsync()
    {
        if (Interlocked.Exchange(ref _prepared, null) is { } prepared)
        {
            await EndAsync(prepared);
        }
    }

    /// <summary>Ends a process that was begun, whether or not it has started by now.</summary>
    public static async Task EndAsync(Task<RuleProcessLink> prepared)
    {
        try
        {
            await (await prepared).DisposeAsync();
        }
        catch (Exception e) when (e is CommandException or IOException or UnauthorizedAccessException)
        {
            // It never started: there is nothing to end.
        }
    }

    /// <summary>What stood before the first of the lines, as far as it still stands.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Before(IReadOnlyList<RecentLine> lines)
    {
        var first = lines.Count > 0 ? lines[0].Sequence : long.MaxValue;
        return board.Standing().Where(s => s.Sequence < first && EventKinds.IsForRules(s.Event)).Select(s => s.Line);
    }

    private async Task<RuleProblem> OfDeathAsync(RuleProcessLink link, RuleSetManifest manifest, string when)
    {
        var death = await link.DeathAsync();
        var how = death.WasStuck ? $"did not come to an end within {Duration.Format(options.AnswerWithin)}" : $"brought the rule process down ({death.Status})";
        if (death.Culprit is not { } culprit)
        {
            if (SelfProgram.Unreachable(options.User) is { } reason)
            {
                return Failed("", $"the rule process could not be started: {reason}");
            }

            return Failed("", $"the rules {(death.WasStuck ? "did not come to an end" : how)} when they were loaded or tried; the file that was changed last is the likely cause");
        }

        var declared = manifest.Files.First(f => f.File == culprit.File).Rules;
        var rule = declared.FirstOrDefault(r => r.Name == culprit.Rule) ?? (declared.Count == 1 ? declared[0] : null);
        return rule is null
            ? Failed(culprit.File, $"{culprit.File} {how} when {when}")
            : Failed(culprit.File, $"the rule '{rule.Name}' {how} when {when}") with { Line = rule.Line, Column = rule.Column, SourceLine = rule.SourceLine };
    }

    private static RuleProblem Failed(string file, string what) => new(file, 0, 0, LintCodes.LoadFailed.Id, LintCodes.LoadFailed.Message(what));
}

/// <param name="Link">Null when the rules could not be loaded at all.</param>
/// <param name="Problems">Of single rules; the others are loaded.</param>
internal sealed record RuleLaunch(RuleProcessLink? Link, IReadOnlyList<RuleSummary> Rules, IReadOnlyList<RuleProblem> Problems)
{
    public IReadOnlyList<RuleShape> Shapes { get; init; } = [];
}
