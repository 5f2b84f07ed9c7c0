using System.Buffers;
using System.Text.Json;

namespace EventOps.Linux.Capture;

/// <summary>Reads captures.</summary>
public static class CaptureFile
{
    /// <summary>In bytes: no line that <see cref="CaptureWriter"/> writes is longer.</summary>
    public const int LongestLine = 2 << 20;

    private static ReadOnlySpan<byte> Head => "{\"v\":"u8;

    /// <summary>All frames, the oldest first: those of the older file beside it (FILE.1) before its own.</summary>
    /// <exception cref="FormatException">A line is none of a capture; says which. What stood before it has been handed out.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<CapturedFrame> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var older = CaptureFiles.OlderOf(path);
        return File.Exists(older) ? ReadOne(older).Concat(ReadOne(path)) : ReadOne(path);
    }

    /// <summary>Whether it begins as a capture does; an empty file counts as one.</summary>
    internal static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[Head.Length];
        var count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Head.StartsWith(head[..count]);
    }

    private static IEnumerable<CapturedFrame> ReadOne(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = ArrayPool<byte>.Shared.Rent(LongestLine);
        try
        {
            var (start, end, number) = (0, 0, 0);
            while (true)
            {
                var line = buffer.AsMemory(start, end - start);
                var length = line.Span.IndexOf((byte)'\n');
                if (length >= 0)
                {
                    yield return Parse(path, ++number, line.Span[..length]);
                    start += length + 1;
                    continue;
                }

                line.CopyTo(buffer);
                (start, end) = (0, line.Length);
                var count = end == buffer.Length ? throw Wrong(path, number + 1, $"longer than {LongestLine} bytes") : file.Read(buffer, end, buffer.Length - end);
                end += count;
                if (count == 0)
                {
                    if (end > 0)
                    {
                        throw Wrong(path, number + 1, "cut off: the daemon ended while it wrote it, or writes it now");
                    }

                    yield break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static CapturedFrame Parse(string path, int number, ReadOnlySpan<byte> line)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(line, CaptureJson.Default.CapturedFrame) ?? throw Wrong(path, number, "no object");
            return frame.V == CapturedFrame.CurrentVersion
                ? frame
                : throw Wrong(path, number, $"of version {frame.V}, where {CapturedFrame.CurrentVersion} is known: use a newer eventops");
        }
        catch (JsonException e)
        {
            throw Wrong(path, number, $"no frame ({e.Message})");
        }
    }

    private static FormatException Wrong(string path, int number, string what) => new($"{path}, line {number}: {what}");
}
