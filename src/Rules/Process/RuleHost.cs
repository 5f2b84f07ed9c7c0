using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Engine.Explaining;
using EventOps.Rules.Language;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>
/// The rule process: facts and time come in as journal lines, intents go out, and nothing else. One thread; what it decides
/// depends on the lines alone, so feeding it from a journal replays what it decided live.
/// </summary>
public sealed class RuleHost : IIntentSink
{
    private readonly Stream _channel;
    private readonly RunningRule? _running;
    private readonly FrameBuffer _received = new();
    private readonly FrameWriter _answers;
    private readonly JournalLine _lines = new();
    private readonly Dictionary<string, (LoadedRule Rule, int Number)> _rules = new(StringComparer.Ordinal);
    private LoadedRules? _loaded;
    private SessionFacts? _facts;
    private WorkingMemory? _memory;
    private Trial? _trial;
    private long _sequence;
    private bool _hasTakenState;
    private bool _isSettled;
    private SessionCoverage? _coverage;

    /// <param name="channel">Both ways; reads block.</param>
    /// <param name="running">Where the core can see which rule runs; null when nobody looks.</param>
    public RuleHost(Stream channel, RunningRule? running = null)
    {
        _channel = channel;
        _running = running;
        _answers = new FrameWriter(channel);
    }

    /// <summary>Whether rules are fired once on a made-up volume when they are loaded, so that the first real crossing finds their code compiled.</summary>
    public bool IsRehearsing { get; init; } = true;

    /// <summary>Called once, when the core asks for the first time what rules remember: the start is over by then.</summary>
    public Action? Settled { get; init; }

    /// <summary>Works until the core closes its end.</summary>
    /// <exception cref="InvalidDataException">The stream is broken.</exception>
    /// <exception cref="OutOfMemoryException">A rule needed more memory than there is; the page of the running rule tells which.</exception>
    public void Run()
    {
        int count;
        while ((count = _channel.Read(_received.Space.Span)) > 0)
        {
            _received.Received(count);
            while (_received.TryTake(out var kind, out var content))
            {
                Handle(kind, content);
                _running?.End();
            }

            _answers.Flush();
        }
    }

    /// <summary>What rules remember, for a caller in the same process: as a State frame tells it, and the last event that it covers.</summary>
    public (long UpTo, string State) Remembered => (_sequence, SessionOfRules.ExportTimeState());

    private Session SessionOfRules => _facts?.Session ?? throw new InvalidDataException("an event before any rules");

    /// <summary>As a TakeState frame, for a caller in the same process.</summary>
    public void TakeState(string state)
    {
        try
        {
            SessionOfRules.ImportTimeState(state);
        }
        catch (Exception e) when (IsOfTheEngine(e))
        {
            Tell(e);
        }

        _hasTakenState = true;
    }

    /// <summary>How often each condition held and did not, since <see cref="Cover"/>.</summary>
    public IReadOnlyList<TermCoverage> Coverage => _coverage?.Terms ?? [];

    /// <summary>Keeps count of the rules' conditions from here on, which is slow.</summary>
    public void Cover()
    {
        _coverage = new SessionCoverage(SessionOfRules);
        _facts!.TakeTouched();
        _coverage.Look();
    }

    /// <summary>Begins anew with the rules that are loaded, as a fresh process would: nothing is known, and nothing remembered.</summary>
    public void Restart()
    {
        var session = Loaded.Set.CreateSession(new SessionOptions { Intents = this });
        session.Faulted += Report;
        _facts = new SessionFacts(session);
        _memory = new WorkingMemory(_facts);
        (_sequence, _hasTakenState, _coverage) = (0, false, null);
    }

    /// <summary>As a Past frame, for a caller in the same process that has the record decoded already.</summary>
    public void Past(JournalRecord record)
    {
        Apply(record, fires: false);
        _running?.End();
    }

    /// <summary>As a Now frame, for a caller in the same process; the answers are in the channel when it returns, without the Done that it need not wait for.</summary>
    public void Now(JournalRecord record)
    {
        Apply(record, fires: true);
        _coverage?.Look(_facts!.TakeTouched());
        _running?.End();
        _answers.Flush();
    }

    void IIntentSink.Accept(Intent intent, IMatch match)
    {
        var rule = match.Rule.Name;
        var hash = _rules.TryGetValue(rule, out var known) ? known.Rule.Sha256 : "";
        _answers.Add(FrameKind.Intent, new IntentProposed(intent, rule, hash, _sequence), EventJson.Default.IntentProposed);
    }

    internal static string Name(RuleFaultPlace place) => place switch
    {
        RuleFaultPlace.Condition => "a condition",
        RuleFaultPlace.Action => "an action",
        _ => "a cycle",
    };

    private void Handle(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Load:
                Load(Read(content, RuleProcessJson.Default.RuleSetManifest));
                break;

            case FrameKind.Past:
                Apply(Decode(content), fires: false);
                break;

            case FrameKind.Now:
                Apply(Decode(content), fires: true);
                Done();
                break;

            case FrameKind.TakeState:
                TakeState(Encoding.UTF8.GetString(content.Span));
                break;

            case FrameKind.TellState:
                TellState();
                if (!_isSettled)
                {
                    _isSettled = true;
                    _answers.Flush();
                    Settled?.Invoke();
                }

                break;

            case FrameKind.Explain:
                _answers.Add(FrameKind.Explained, Explain(Read(content, RuleProcessJson.Default.ExplainOrder)), RuleProcessJson.Default.ExplainedRule);
                break;

            case FrameKind.TrialBegin:
                _trial = new Trial(Loaded, Read(content, RuleProcessJson.Default.TrialOrder), _running);
                break;

            case FrameKind.TrialPast or FrameKind.TrialNow when _trial is not null:
                _trial.Apply(Decode(content), kind is FrameKind.TrialNow);
                break;

            case FrameKind.TrialEnd when _trial is not null:
                _answers.Add(FrameKind.TrialReport, _trial.Report, RuleProcessJson.Default.TrialReport);
                _trial = null;
                break;

            default:
                throw new InvalidDataException($"a frame of kind {(byte)kind}, which the rule process does not take here");
        }
    }

    private LoadedRules Loaded => _loaded ?? throw new InvalidDataException("an event before any rules");

    private static T Read<T>(ReadOnlyMemory<byte> content, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(content.Span, type) ?? throw new InvalidDataException($"an empty {typeof(T).Name}");

    private void Load(RuleSetManifest manifest)
    {
        _loaded = RuleSetLoading.Load(manifest, _running);
        _rules.Clear();
        for (var i = 0; i < _loaded.Rules.Count; i++)
        {
            _rules[_loaded.Rules[i].Definition.Name] = (_loaded.Rules[i], i + 1);
        }

        Restart();
        _answers.Add(FrameKind.Ready, _loaded.Report, RuleProcessJson.Default.RuleSetReport);

        // The core has its answer first: the rehearsal is for later.
        _answers.Flush();
        if (IsRehearsing)
        {
            RuleRehearsal.Run(_loaded.Set);
        }
    }

    private void TellState()
    {
        var (upTo, text) = Remembered;
        var state = Encoding.UTF8.GetBytes(text);
        var content = new byte[sizeof(long) + state.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, upTo);
        state.CopyTo(content, sizeof(long));
        _answers.Add(FrameKind.State, content);
    }

    /// <summary>Keys begin with the rule's name, which may hold any character: the longest that fits is meant.</summary>
    private void TellForgotten(Session session)
    {
        IReadOnlyList<ForgottenState> forgotten = [.. session.UnclaimedTimeState
            .Select(key => (Rule: _rules.Keys.Where(rule => key.StartsWith(rule + " | ", StringComparison.Ordinal)).MaxBy(rule => rule.Length), Key: key))
            .Where(f => f.Rule is not null)
            .GroupBy(f => f.Rule!, f => f.Key[(f.Rule!.Length + 3)..], StringComparer.Ordinal)
            .Select(rule => new ForgottenState(rule.Key, [.. rule]))];
        if (forgotten.Count > 0)
        {
            _answers.Add(FrameKind.Forgotten, forgotten, RuleProcessJson.Default.IReadOnlyListForgottenState);
        }
    }

    private ExplainedRule Explain(ExplainOrder order)
    {
        _ = Loaded;
        if (!_rules.ContainsKey(order.Rule))
        {
            return new ExplainedRule(order.Rule, IsLoaded: false, 0, []);
        }

        var explained = _facts!.Session.Explain(order.Rule, order.About is { } about ? fact => fact is IFact { Key: var key } && key == about : null);
        return new ExplainedRule(order.Rule, IsLoaded: true, explained.Matches, [.. explained.Alternatives.SelectMany(a => a.Nearest).Select(ExplainedCombination.Of)]);
    }

    private JournalRecord Decode(ReadOnlyMemory<byte> line) =>
        _lines.TryDecode(line, out var record, out var fault) ? record : throw new InvalidDataException(fault.ToString());

    private void Apply(JournalRecord record, bool fires)
    {
        _ = Loaded;
        _sequence = record.Sequence;
        try
        {
            Take(record, fires);
        }
        catch (Exception e) when (IsOfTheEngine(e))
        {
            Tell(e);
        }
    }

    private void Take(JournalRecord record, bool fires)
    {
        var session = _facts!.Session;
        Park(record.Event, session);
        if (!fires)
        {
            session.AdvanceTo(record.At);
            _memory!.Apply(record.Event);
            return;
        }

        if (_hasTakenState)
        {
            _hasTakenState = false;
            TellForgotten(session);
        }

        // What came due on the way is decided before the event is known.
        session.FireUntil(record.At);
        _memory!.Apply(record.Event);
        session.Fire();
    }

    /// <summary>What the core parks is parked here as well, at this place of the journal, so that a replay does the same.</summary>
    private void Park(Event e, Session session)
    {
        switch (e)
        {
            case RuleParked parked when _rules.TryGetValue(parked.Rule, out var known) && known.Rule.Sha256 == parked.Sha256:
                session.Park(parked.Rule);
                break;

            case RuleUnparked unparked:
                session.Unpark(unparked.Rule);
                break;

            default:
                break;
        }
    }

    private static bool IsOfTheEngine(Exception e) => e is not (OutOfMemoryException or InvalidDataException);

    /// <summary>Whatever comes through in spite of the engine is reported, and the process goes on with the next event.</summary>
    private void Tell(Exception e) => _answers.Add(FrameKind.Fault, new RuleFaulted("", "the engine", e.Message), EventJson.Default.RuleFaulted);

    private void Report(RuleFault fault)
    {
        var (rule, number) = _rules[fault.Rule];
        if (fault.Cause is OutOfMemoryException)
        {
            // It would ask for as much again at the next event: the process ends here, and the page tells over which rule.
            _running?.Begin(number);
            throw fault.Cause;
        }

        var message = fault.Cause is { } cause ? Loaded.Describe(rule, cause, $"failed in {Name(fault.Where)}").ToString() : fault.Message;
        _answers.Add(FrameKind.Fault, new RuleFaulted(fault.Rule, Name(fault.Where), message), EventJson.Default.RuleFaulted);
        if (fault.IsParked)
        {
            _answers.Add(FrameKind.Park, new RuleParked(fault.Rule, rule.File, rule.Sha256, message), EventJson.Default.RuleParked);
        }
    }

    private void Done()
    {
        Span<byte> content = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(content, _sequence);
        BinaryPrimitives.WriteInt64LittleEndian(content[8..], _facts!.Session.NextDue?.UtcTicks ?? 0);
        _answers.Add(FrameKind.Done, content);
    }
}
