namespace EventOps.Journal.Reading;

/// <summary>Splits a stream into lines with bounded memory. Blocks are not reused, so whoever has a line may keep it.</summary>
/// <param name="blockSize">How much is read at a time; less than 64 KiB for a short file.</param>
internal sealed class LineSource(Stream stream, int blockSize = LineSource.BlockSize)
{
    public const int BlockSize = 64 << 10;

    private byte[] block = [];
    private int start;
    private int scanned;
    private int end;

    /// <summary>Where the last line began, in bytes from the stream's beginning.</summary>
    public long Offset { get; private set; }

    /// <summary>Of the last line, from 1.</summary>
    public long Number { get; private set; }

    private long blockOffset;

    /// <returns>End when the stream has no more for now; calling again later reads what was added.</returns>
    /// <param name="line">With its '\n' when whole; what there is of it when torn; its first bytes when too long.</param>
    public LineState Next(out ReadOnlyMemory<byte> line)
    {
        line = default;
        while (true)
        {
            var at = block.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Take(scanned + at + 1 - start);
                return LineState.Whole;
            }

            scanned = end;
            if (end - start > JournalSchema.LongestLine)
            {
                line = block.AsMemory(start, 64);
                return SkipLongLine();
            }

            if (!Fill())
            {
                line = block.AsMemory(start, end - start);
                Offset = blockOffset + start;
                return start == end ? LineState.End : LineState.Torn;
            }
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var line = block.AsMemory(start, length);
        Offset = blockOffset + start;
        Number++;
        start += length;
        scanned = start;
        return line;
    }

    private LineState SkipLongLine()
    {
        Offset = blockOffset + start;
        Number++;
        while (true)
        {
            var at = block.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                start = scanned = scanned + at + 1;
                return LineState.TooLong;
            }

            blockOffset += end;
            start = scanned = end = 0;
            var read = stream.Read(block);
            if (read == 0)
            {
                return LineState.TooLong;
            }

            end = read;
        }
    }

    private bool Fill()
    {
        if (block.Length - end < Math.Min(4096, blockSize))
        {
            var held = end - start;
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(blockSize, held * 2));
            block.AsSpan(start, held).CopyTo(larger);
            blockOffset += start;
            (block, start, scanned, end) = (larger, 0, scanned - start, held);
        }

        var read = stream.Read(block.AsSpan(end));
        end += read;
        return read > 0;
    }
}
