using System.Buffers;

namespace EventOps.Journal.Lines;

/// <summary>
/// Where lines are built, each in the place of the one before: who keeps lines copies them, to a place of their own that is used again as well. Were
/// each line new memory, half of all collections of a busy daemon would be for lines.
/// </summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    private const int Usual = 64 << 10;

    /// <summary>A line as long as a line may be does not leave its place behind.</summary>
    private const int MostKept = 1 << 20;

    private byte[] bytes = new byte[Usual];

    public int CurrentLength { get; private set; }

    /// <summary>Begins a line; the one before is valid no more.</summary>
    public void Begin()
    {
        CurrentLength = 0;
        if (bytes.Length > MostKept)
        {
            bytes = new byte[Usual];
        }
    }

    /// <returns>Valid until the next line begins.</returns>
    public ReadOnlyMemory<byte> Take() => bytes.AsMemory(0, CurrentLength);

    public void Advance(int count) => CurrentLength += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsMemory(CurrentLength);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return bytes.AsSpan(CurrentLength);
    }

    public void Write(ReadOnlySpan<byte> part)
    {
        part.CopyTo(GetSpan(part.Length));
        CurrentLength += part.Length;
    }

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 256);
        if (bytes.Length - CurrentLength < size)
        {
            Array.Resize(ref bytes, 2 * (CurrentLength + size));
        }
    }
}
