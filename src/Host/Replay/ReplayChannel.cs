using System.Text.Json;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>Stands where the socket to the core stands live: gives the rule host its rules, and takes its answers.</summary>
internal sealed class ReplayChannel(ReadOnlyMemory<byte> load) : Stream
{
    private readonly FrameBuffer _answers = new();
    private ReadOnlyMemory<byte> _load = load;

    public RuleSetReport? Report { get; private set; }

    /// <summary>Intents and faults since they were last cleared.</summary>
    public List<Event> Answers { get; } = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _load.Length);
        _load.Span[..count].CopyTo(buffer);
        _load = _load[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var space = _answers.Space.Span;
            var count = Math.Min(space.Length, buffer.Length);
            buffer[..count].CopyTo(space);
            _answers.Received(count);
            buffer = buffer[count..];
            while (_answers.TryTake(out var kind, out var content))
            {
                Take(kind, content.Span);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Take(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Ready:
                Report = JsonSerializer.Deserialize(content, RuleProcessJson.Default.RuleSetReport);
                break;

            case FrameKind.Intent:
                Answers.Add(JsonSerializer.Deserialize(content, EventJson.Default.IntentProposed)!);
                break;

            case FrameKind.Fault:
                Answers.Add(JsonSerializer.Deserialize(content, EventJson.Default.RuleFaulted)!);
                break;

            default:
                break;
        }
    }
}
