using System.Text.Json;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Engine.Explaining;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>The rule process's own host of rules, fed with records in the same process: what it decides is what it would decide live.</summary>
/// <param name="running">Where it can be seen which rule runs; null when nobody looks.</param>
internal sealed class ReplayRules(RuleSetManifest manifest, RunningRule? running = null)
{
    private List<Event> _answers = [];
    private RuleHost? _host;
    private RuleSetReport? _report;

    /// <exception cref="ReplayException">A rule cannot be loaded.</exception>
    public RuleSetReport Report => _report ??= Load();

    /// <summary>What the rules remember over time now, as the live process would have told it.</summary>
    public RuleStateKept Remembered => new(Host.Remembered.UpTo, Host.Remembered.State);

    /// <summary>How often each condition held and did not; empty unless it is counted.</summary>
    public IReadOnlyList<TermCoverage> Coverage => Host.Coverage;

    private RuleHost Host => _host ?? throw new InvalidOperationException("the rules were not started");

    /// <summary>Begins anew, as a fresh rule process: the rules are loaded once, and know nothing.</summary>
    /// <exception cref="ReplayException">A rule cannot be loaded.</exception>
    public void Start()
    {
        if (_report is null)
        {
            _report = Load();
        }
        else
        {
            Host.Restart();
        }
    }

    public void Cover() => Host.Cover();

    public void TakeState(string state) => Host.TakeState(state);

    public void Past(JournalRecord record) => Host.Past(record);

    /// <returns>What the rules said to it; valid until the next call.</returns>
    public IReadOnlyList<Event> Now(JournalRecord record)
    {
        _answers.Clear();
        Host.Now(record);
        return _answers;
    }

    private RuleSetReport Load()
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, RuleProcessJson.Default.RuleSetManifest);
        var frame = new byte[Frame.HeaderSize + content.Length];
        Frame.WriteHeader(frame, FrameKind.Load, content.Length);
        content.CopyTo(frame, Frame.HeaderSize);
        var channel = new ReplayChannel(frame);
        _answers = channel.Answers;
        _host = new RuleHost(channel, running) { IsRehearsing = false };
        _host.Run();
        var report = channel.Report ?? throw new ReplayException("the rules could not be loaded");
        return report.Problems.Count == 0 ? report : throw new ReplayException("the rules cannot be used:\n" + string.Join('\n', report.Problems));
    }
}
