using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventOps.Rules.Process;

/// <summary>Gathers frames and sends them in one write.</summary>
internal sealed class FrameWriter(Stream stream)
{
    private readonly ArrayBufferWriter<byte> _pending = new(16 << 10);
    private readonly ArrayBufferWriter<byte> _content = new(16 << 10);

    public void Add<T>(FrameKind kind, T content, JsonTypeInfo<T> type)
    {
        _content.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_content))
        {
            JsonSerializer.Serialize(json, content, type);
        }

        Add(kind, _content.WrittenSpan);
    }

    public void Add(FrameKind kind, ReadOnlySpan<byte> content)
    {
        var space = _pending.GetSpan(Frame.HeaderSize + content.Length);
        Frame.WriteHeader(space, kind, content.Length);
        content.CopyTo(space[Frame.HeaderSize..]);
        _pending.Advance(Frame.HeaderSize + content.Length);
    }

    public void Flush()
    {
        if (_pending.WrittenCount == 0)
        {
            return;
        }

        stream.Write(_pending.WrittenSpan);
        _pending.ResetWrittenCount();
    }
}
