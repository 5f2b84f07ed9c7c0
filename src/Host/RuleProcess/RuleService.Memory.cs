using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>What rules remember over time, handed from one rule process to the next and kept in the journal for the one after a restart.</summary>
internal sealed partial class RuleService
{
    /// <summary>The most that is lost when the rule process is killed.</summary>
    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _remembering = new(1);
    private RuleStateKept? _remembered;
    private ITimer? _keeping;

    private void AskToKeep() => _ = RememberAsync(CancellationToken.None);

    /// <summary>Asks the running process for what its rules remember, and puts it into the journal when it changed. Without an answer, what was kept before stands.</summary>
    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        if (_link is not { } link)
        {
            return;
        }

        await _remembering.WaitAsync(cancellationToken);
        try
        {
            var state = await link.TellStateAsync(TellWithin, cancellationToken);
            if (state != _remembered)
            {
                _inbox.Post(state, Source);
            }

            _remembered = state;
        }
        catch (IOException e)
        {
            LogNotRemembered(e.Message);
        }
        finally
        {
            _remembering.Release();
        }
    }

    /// <summary>Gives a fresh process what the one before knew. All of it is in the journal before this place.</summary>
    private void HandOver(RuleProcessLink link)
    {
        var told = RuleHandOver<ReadOnlyMemory<byte>>.Of(
            [.. _board.Standing().Select(s => (s.Sequence, s.Event, s.Line))], [.. _recent.All().Select(l => (l.Sequence, l.Line))]);
        if (told.State is { } state)
        {
            link.TakeState(state);
        }

        foreach (var line in told.Past)
        {
            link.SendPast(line);
        }
    }

    /// <summary>Rules of the same name as before with another text. Where nothing was in force before, facts are still to come, and nothing is lost.</summary>
    private HashSet<string> Changed(IReadOnlyList<RuleSummary> rules)
    {
        var before = _loaded.ToDictionary(r => r.Name, r => r.Sha256, StringComparer.Ordinal);
        return rules.Where(r => before.TryGetValue(r.Name, out var hash) && hash != r.Sha256).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
    }

    private void TellLost(IEnumerable<ForgottenState> forgotten)
    {
        foreach (var rule in forgotten)
        {
            _inbox.Post(new RuleStateLost(rule.Rule, rule.What), Source);
        }
    }

    [Microsoft.Extensions.Logging.LoggerMessage(Level = Microsoft.Extensions.Logging.LogLevel.Warning, Message = "What rules remember could not be kept: {Reason}")]
    private partial void LogNotRemembered(string reason);
}
