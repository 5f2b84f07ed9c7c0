using System.Buffers;

namespace EventOps.Journal.Lines;

/// <summary>
/// Where lines are built, one behind the other in blocks that are never reused: whoever holds a line may keep it, and the
/// collector takes the block when none is held.
/// </summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    // Below the limit of the large object heap.
    private const int BlockSize = 64 << 10;

    private byte[] block = [];
    private int start;
    private int end;

    public ReadOnlySpan<byte> Current => block.AsSpan(start, end - start);

    public int CurrentLength => end - start;

    /// <summary>Begins a line; what was written since the last <see cref="Take"/> is dropped.</summary>
    public void Begin() => end = start;

    public ReadOnlyMemory<byte> Take()
    {
        var line = block.AsMemory(start, end - start);
        start = end;
        return line;
    }

    public void Advance(int count) => end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return block.AsMemory(end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return block.AsSpan(end);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        end += bytes.Length;
    }

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 256);
        if (block.Length - end >= size)
        {
            return;
        }

        var length = end - start;
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, 2 * (length + size)));
        block.AsSpan(start, length).CopyTo(larger);
        (block, start, end) = (larger, 0, length);
    }
}
