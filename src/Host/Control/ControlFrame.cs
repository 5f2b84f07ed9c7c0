using System.Buffers.Binary;

namespace EventOps.Host.Control;

/// <summary>How both ends of the control socket speak: four bytes of length, little endian, then that much JSON.</summary>
internal static class ControlFrame
{
    /// <summary>More than any question needs.</summary>
    public const int LargestQuestion = 64 << 10;

    /// <summary>More than any answer needs.</summary>
    public const int LargestAnswer = 64 << 20;

    /// <exception cref="InvalidDataException">The length is impossible.</exception>
    /// <exception cref="EndOfStreamException">The other end closed in the middle.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, int largest, CancellationToken cancellationToken)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header, cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length < 0 || length > largest)
        {
            throw new InvalidDataException($"a message of {length} bytes; the most is {largest}");
        }

        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var message = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, content.Length);
        content.CopyTo(message.AsMemory(4));
        await stream.WriteAsync(message, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }
}
