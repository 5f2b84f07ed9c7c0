using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventOps.Model;

namespace EventOps.Journal.Lines;

/// <summary>Writes lines without their hash. Properties always stand in the same order. Not for use by several threads at once.</summary>
internal sealed class LineEncoder : IDisposable
{
    /// <summary>A wall clock nearer to stream time than this is not written.</summary>
    public static readonly TimeSpan WallTolerance = TimeSpan.FromMilliseconds(100);

    private readonly LineBuffer buffer = new();
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<string, byte[]> names = new(StringComparer.Ordinal);

    public LineEncoder() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <exception cref="ArgumentException">The event cannot be written: no known kind, a number that JSON lacks, or too long.</exception>
    public ReadOnlyMemory<byte> Encode(long sequence, Event e, DateTimeOffset wall, long monotonic, string source, long? cause)
    {
        buffer.Begin();
        buffer.Write("{\"v\":1,\"seq\":"u8);
        Write(sequence);
        Write(",\"at\":\""u8, e.At);
        if ((wall - e.At).Duration() >= WallTolerance)
        {
            Write("\",\"wall\":\""u8, wall);
        }

        buffer.Write("\",\"mono\":"u8);
        Write(monotonic);
        Write(",\"kind\":"u8, EventKinds.Of(e));
        Write(",\"source\":"u8, source);
        if (cause is { } because)
        {
            buffer.Write(",\"cause\":"u8);
            Write(because);
        }

        buffer.Write(",\"data\":"u8);
        json.Reset();
        EventKinds.WritePayload(json, e);
        json.Flush();
        buffer.Write("}\n"u8);
        return buffer.CurrentLength <= JournalSchema.LongestLine - 64
            ? buffer.Take()
            : throw new ArgumentException($"a {EventKinds.Of(e)} of {buffer.CurrentLength} bytes is longer than a journal line may be ({JournalSchema.LongestLine} bytes)", nameof(e));
    }

    public void Dispose() => json.Dispose();

    private void Write(long number)
    {
        Utf8Formatter.TryFormat(number, buffer.GetSpan(20), out var written);
        buffer.Advance(written);
    }

    private void Write(ReadOnlySpan<byte> before, DateTimeOffset time)
    {
        buffer.Write(before);
        Timestamp.Write(time, buffer.GetSpan(Timestamp.Length));
        buffer.Advance(Timestamp.Length);
    }

    private void Write(ReadOnlySpan<byte> before, string name)
    {
        if (!names.TryGetValue(name, out var encoded))
        {
            encoded = [(byte)'"', .. JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
            if (names.Count < 1024)
            {
                names.Add(name, encoded);
            }
        }

        buffer.Write(before);
        buffer.Write(encoded);
    }
}
