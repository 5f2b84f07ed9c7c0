using System.Buffers.Binary;
using System.Text.Json;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Engine;
using EventOps.Rules.Language;

namespace EventOps.Rules.Process;

/// <summary>
/// The rule process: facts and time come in as journal lines, intents go out, and nothing else. One thread; what it decides
/// depends on the lines alone, so feeding it from a journal replays what it decided live.
/// </summary>
public sealed class RuleHost : IIntentSink
{
    private readonly Stream _channel;
    private readonly FrameBuffer _received = new();
    private readonly FrameWriter _answers;
    private readonly JournalLine _lines = new();
    private readonly Dictionary<string, string> _hashOfRule = new(StringComparer.Ordinal);
    private SessionFacts? _facts;
    private WorkingMemory? _memory;
    private long _sequence;

    /// <param name="channel">Both ways; reads block.</param>
    public RuleHost(Stream channel)
    {
        _channel = channel;
        _answers = new FrameWriter(channel);
    }

    /// <summary>Works until the core closes its end.</summary>
    /// <exception cref="InvalidDataException">The stream is broken.</exception>
    public void Run()
    {
        int count;
        while ((count = _channel.Read(_received.Space.Span)) > 0)
        {
            _received.Received(count);
            while (_received.TryTake(out var kind, out var content))
            {
                Handle(kind, content);
            }

            _answers.Flush();
        }
    }

    /// <summary>As a Past frame, for a caller in the same process that has the record decoded already.</summary>
    public void Past(JournalRecord record) => Apply(record);

    /// <summary>As a Now frame, for a caller in the same process; the answers are in the channel when it returns.</summary>
    public void Now(JournalRecord record)
    {
        Apply(record);
        Fire();
        Done();
        _answers.Flush();
    }

    void IIntentSink.Accept(Intent intent, IMatch match)
    {
        var rule = match.Rule.Name;
        var proposed = new IntentProposed(intent, rule, _hashOfRule.GetValueOrDefault(rule, ""), _sequence);
        _answers.Add(FrameKind.Intent, proposed, EventJson.Default.IntentProposed);
    }

    private void Handle(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Load:
                Load(JsonSerializer.Deserialize(content.Span, RuleProcessJson.Default.RuleSetManifest)
                    ?? throw new InvalidDataException("an empty set of rules"));
                break;

            case FrameKind.Past:
                Apply(content);
                break;

            case FrameKind.Now:
                Apply(content);
                Fire();
                Done();
                break;

            default:
                throw new InvalidDataException($"a frame of kind {(byte)kind}, which the rule process does not take");
        }
    }

    private void Load(RuleSetManifest manifest)
    {
        var loaded = RuleSetLoading.Load(manifest);
        _hashOfRule.Clear();
        foreach (var rule in loaded.Report.Rules)
        {
            _hashOfRule[rule.Name] = rule.Sha256;
        }

        _facts = new SessionFacts(loaded.Rules.CreateSession(new SessionOptions { Intents = this }));
        _memory = new WorkingMemory(_facts);
        _answers.Add(FrameKind.Ready, loaded.Report, RuleProcessJson.Default.RuleSetReport);
    }

    private void Apply(ReadOnlyMemory<byte> line)
    {
        if (!_lines.TryDecode(line, out var record, out var fault))
        {
            throw new InvalidDataException(fault.ToString());
        }

        Apply(record);
    }

    private void Apply(JournalRecord record)
    {
        if (_facts is null || _memory is null)
        {
            throw new InvalidDataException("an event before any rules");
        }

        _sequence = record.Sequence;
        _facts.Session.AdvanceTo(record.At);
        _memory.Apply(record.Event);
    }

    private void Fire()
    {
        try
        {
            _facts!.Session.Fire();
        }
        catch (Exception e)
        {
            // A rule's own mistake: reported, and the process goes on with the next event.
            _answers.Add(FrameKind.Fault, new RuleFaulted("", "firing", e.Message), EventJson.Default.RuleFaulted);
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
