using EventOps.Journal.Storage;

namespace EventOps.Journal.Tests;

/// <summary>A file in memory, to read from.</summary>
internal sealed class MemoryFile(ReadOnlyMemory<byte> content) : IJournalFile
{
    public string Name => "memory";

    public long Length => content.Length;

    public bool IsInPlace => true;

    public void Write(ReadOnlySpan<byte> bytes, long offset) => throw new NotSupportedException();

    public int Read(Span<byte> bytes, long offset)
    {
        var rest = content.Span[(int)Math.Min(offset, content.Length)..];
        rest = rest[..Math.Min(rest.Length, bytes.Length)];
        rest.CopyTo(bytes);
        return rest.Length;
    }

    public void Sync() => throw new NotSupportedException();

    public void Cut(long length) => throw new NotSupportedException();

    public void Allocate(long length) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
