using System.Buffers.Text;

namespace EventOps.Journal.Lines;

/// <summary>Reads lines as <see cref="LineEncoder"/> writes them. A line in any other form is left to <see cref="AnyOrder"/>.</summary>
internal static class OwnOrder
{
    /// <param name="line">Without its '\n'.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, NameTable names, out Envelope envelope)
    {
        envelope = default;
        var end = line.Length - 1;
        if (LineChain.TrySplit(line, out var body, out var hash))
        {
            envelope.Hash = hash;
            envelope.BodyLength = end = body.Length;
        }
        else if (end < 0 || line[end] != '}')
        {
            return false;
        }

        var rest = line[..end];
        if (!Skip(ref rest, "{\"v\":1,\"seq\":"u8) || !Number(ref rest, out envelope.Sequence)
            || !Skip(ref rest, ",\"at\":\""u8) || !Time(ref rest, out envelope.At))
        {
            return false;
        }

        envelope.Wall = envelope.At;
        if (Skip(ref rest, ",\"wall\":\""u8) && !Time(ref rest, out envelope.Wall))
        {
            return false;
        }

        if (!Skip(ref rest, ",\"mono\":"u8) || !Number(ref rest, out envelope.Monotonic)
            || !Skip(ref rest, ",\"kind\":\""u8) || !Name(ref rest, names, out envelope.Kind)
            || !Skip(ref rest, ",\"source\":\""u8) || !Name(ref rest, names, out envelope.Source))
        {
            return false;
        }

        if (Skip(ref rest, ",\"cause\":"u8))
        {
            if (!Number(ref rest, out var cause))
            {
                return false;
            }

            envelope.Cause = cause;
        }

        if (!Skip(ref rest, ",\"data\":"u8) || rest.Length < 2 || rest[0] != '{' || rest[^1] != '}')
        {
            return false;
        }

        envelope.PayloadStart = end - rest.Length;
        envelope.PayloadLength = rest.Length;
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text))
        {
            return false;
        }

        rest = rest[text.Length..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<byte> rest, out long number)
    {
        if (!Utf8Parser.TryParse(rest, out number, out var used))
        {
            return false;
        }

        rest = rest[used..];
        return true;
    }

    private static bool Time(ref ReadOnlySpan<byte> rest, out DateTimeOffset time)
    {
        time = default;
        if (rest.Length <= Timestamp.Length || rest[Timestamp.Length] != '"' || !Timestamp.TryRead(rest[..Timestamp.Length], out time))
        {
            return false;
        }

        rest = rest[(Timestamp.Length + 1)..];
        return true;
    }

    private static bool Name(ref ReadOnlySpan<byte> rest, NameTable names, out string name)
    {
        name = "";
        var quote = rest.IndexOf((byte)'"');
        if (quote < 0 || rest[..quote].Contains((byte)'\\'))
        {
            return false;
        }

        name = names.Get(rest[..quote]);
        rest = rest[(quote + 1)..];
        return true;
    }
}
