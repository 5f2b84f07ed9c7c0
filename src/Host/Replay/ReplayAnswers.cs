using System.Text;
using System.Text.Json.Serialization.Metadata;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>What the replay process says, gathered to larger writes. From any thread: a rule that is stuck is told of by another one.</summary>
internal sealed class ReplayAnswers(Stream stream) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly BufferedStream _buffer = new(stream, 64 << 10);

    public void Write<T>(FrameKind kind, T content, JsonTypeInfo<T> type)
    {
        lock (_lock)
        {
            ReplayFrames.Write(_buffer, kind, content, type);
        }
    }

    /// <summary>As above, and it is on its way before anything else happens.</summary>
    public void WriteNow<T>(FrameKind kind, T content, JsonTypeInfo<T> type)
    {
        Write(kind, content, type);
        Flush();
    }

    public void Flush()
    {
        lock (_lock)
        {
            _buffer.Flush();
        }
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Says why nothing comes of it. The command ends the process then.</summary>
    public void Fail(string why)
    {
        lock (_lock)
        {
            ReplayFrames.Write(_buffer, ReplayFrames.Failed, Encoding.UTF8.GetBytes(why));
            _buffer.Flush();
        }
    }
}
