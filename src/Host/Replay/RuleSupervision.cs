using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>
/// Watches the rules of a replay: when they do not come to an end over one event, the replay would wait for ever, and it is found out which
/// rule it is. The page of the running rule outlives the process, so that the command can tell which rule brought it down.
/// </summary>
internal sealed class RuleSupervision : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>So many looks without an end; a live rule process is given two seconds unless the settings say otherwise.</summary>
    private const int MostLooks = 10;

    private readonly RuleSetManifest _manifest;
    private readonly Action<IReadOnlyList<string>> _loaded;
    private readonly Action<string> _stuck;
    private readonly ITimer _timer;
    private IReadOnlyList<string> _names = [];
    private volatile Busy? _busy;
    private (Busy? Busy, int File) _seen;
    private int _looks;

    /// <param name="loaded">Told the rules' names, in the order in which the page numbers them.</param>
    /// <param name="stuck">Called once, on another thread, with what to tell the user.</param>
    public RuleSupervision(RuleSetManifest manifest, RunningRule running, Action<IReadOnlyList<string>> loaded, Action<string> stuck)
    {
        (_manifest, Running, _loaded, _stuck) = (manifest, running, loaded, stuck);
        _timer = TimeProvider.System.CreateTimer(_ => Tick(), null, Look, Look);
    }

    public RunningRule Running { get; }

    public void Loaded(IReadOnlyList<RuleSummary> rules)
    {
        if (_names.Count == 0)
        {
            _names = [.. rules.Select(r => r.Name)];
            _loaded(_names);
        }
    }

    /// <summary>The rules are given a record.</summary>
    public void Begin(long sequence) => _busy = new Busy(sequence);

    /// <summary>They have dealt with it.</summary>
    public void End() => _busy = null;

    public void Dispose() => _timer.Dispose();

    /// <summary>What runs, or ran when the process ended, in words; null when no author's code did.</summary>
    public static string? NameOf(RunningRule running, RuleSetManifest manifest, IReadOnlyList<string> names) => running.Running switch
    {
        > 0 and var rule when rule <= names.Count => $"the rule '{names[rule - 1]}'",
        < 0 and var file when -file <= manifest.Files.Count => $"the rule file {manifest.Files[-file - 1].File}",
        _ => null,
    };

    /// <remarks>
    /// Counted in looks, not in time: a machine that stood still did not look either. Files are loaded one after the other, over one record, and each has the
    /// time for itself: on a slow machine many take long.
    /// </remarks>
    private void Tick()
    {
        var now = (_busy, Math.Min(Running.Running, 0));
        if (now is not ({ } busy, _) || now != _seen)
        {
            (_seen, _looks) = (now, 0);
        }
        else if (++_looks == MostLooks)
        {
            var name = NameOf(Running, _manifest, _names) ?? "some rule";
            _stuck(FormattableString.Invariant($"{name} does not come to an end at record {busy.Sequence}; mend it, or take its file out of the folder"));
        }
    }

    private sealed record Busy(long Sequence);
}
