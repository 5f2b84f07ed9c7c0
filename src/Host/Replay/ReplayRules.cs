using System.Text.Json;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>The rule process's own host of rules, fed with records in the same process: what it decides is what it would decide live.</summary>
internal sealed class ReplayRules
{
    private readonly List<Event> _answers;
    private readonly RuleHost _host;

    /// <exception cref="ReplayException">A rule cannot be loaded.</exception>
    public ReplayRules(RuleSetManifest manifest)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, RuleProcessJson.Default.RuleSetManifest);
        var frame = new byte[Frame.HeaderSize + content.Length];
        Frame.WriteHeader(frame, FrameKind.Load, content.Length);
        content.CopyTo(frame, Frame.HeaderSize);
        var channel = new ReplayChannel(frame);
        _answers = channel.Answers;
        _host = new RuleHost(channel);
        _host.Run();
        Report = channel.Report ?? throw new ReplayException("the rules could not be loaded");
        if (Report.Problems.Count > 0)
        {
            throw new ReplayException("the rules cannot be used:\n" + string.Join('\n', Report.Problems));
        }
    }

    public RuleSetReport Report { get; }

    public void Past(JournalRecord record) => _host.Past(record);

    /// <returns>What the rules said to it; valid until the next call.</returns>
    public IReadOnlyList<Event> Now(JournalRecord record)
    {
        _answers.Clear();
        _host.Now(record);
        return _answers;
    }
}
