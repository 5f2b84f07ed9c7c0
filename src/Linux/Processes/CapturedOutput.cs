using System.Text;

namespace EventOps.Linux.Processes;

/// <summary>The beginning of what a command wrote to one stream, and how much more there was.</summary>
/// <param name="Bytes">What was kept, as written.</param>
/// <param name="Dropped">How many bytes beyond the limit were read and dropped.</param>
/// <param name="IsComplete">Whether the end of the stream was seen; false when a descendant still held the pipe, or the command was abandoned.</param>
public sealed record CapturedOutput(ReadOnlyMemory<byte> Bytes, long Dropped, bool IsComplete)
{
    /// <summary>The kept bytes as UTF-8; bytes that are none become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
