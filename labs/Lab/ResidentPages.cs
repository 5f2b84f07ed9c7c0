using System.Buffers.Binary;
using System.Globalization;
using EventOps.Model;

namespace EventOps.Lab;

/// <summary>
/// The memory that several processes hold together, each page counted once however many of them map it: what would be free if they all
/// ended and nobody else mapped their files. From proc(5)'s pagemap, which shows page frames to root only.
/// </summary>
public static class ResidentPages
{
    /// <summary>"Bit 63: page present; bits 0 to 54: page frame number" (the kernel's Documentation/admin-guide/mm/pagemap.rst).</summary>
    private const ulong Present = 1UL << 63;

    private const ulong FrameMask = (1UL << 55) - 1;

    /// <exception cref="IOException">A process has gone.</exception>
    public static Bytes CountOnce(IEnumerable<int> processIds)
    {
        var frames = new HashSet<ulong>();
        foreach (var process in processIds)
        {
            Collect(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"), frames);
        }

        return new Bytes(frames.Count * (long)Environment.SystemPageSize);
    }

    private static void Collect(string folder, HashSet<ulong> frames)
    {
        using var pagemap = File.OpenHandle(Path.Combine(folder, "pagemap"));
        var entries = new byte[64 * 1024];
        foreach (var line in File.ReadLines(Path.Combine(folder, "maps")))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (line.AsSpan(space + 1).StartsWith("---", StringComparison.Ordinal))
            {
                // Address space set aside for a heap to grow into, hundreds of gigabytes with nothing in it.
                continue;
            }

            var range = line.AsSpan(0, space);
            var dash = range.IndexOf('-');
            var from = ulong.Parse(range[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (ulong)Environment.SystemPageSize;
            var to = ulong.Parse(range[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (ulong)Environment.SystemPageSize;

            // The page of vsyscall(7) lies above what pagemap tells of.
            while (from < to && from < 1UL << 51)
            {
                var wanted = (int)Math.Min((ulong)entries.Length, (to - from) * sizeof(ulong));
                var read = RandomAccess.Read(pagemap, entries.AsSpan(0, wanted), (long)(from * sizeof(ulong)));
                if (read < sizeof(ulong))
                {
                    break;
                }

                Add(entries.AsSpan(0, read), frames);
                from += (ulong)read / sizeof(ulong);
            }
        }
    }

    private static void Add(ReadOnlySpan<byte> entries, HashSet<ulong> frames)
    {
        for (; entries.Length >= sizeof(ulong); entries = entries[sizeof(ulong)..])
        {
            var entry = BinaryPrimitives.ReadUInt64LittleEndian(entries);
            if ((entry & Present) != 0 && (entry & FrameMask) is > 0 and var frame)
            {
                frames.Add(frame);
            }
        }
    }
}
