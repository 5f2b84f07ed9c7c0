using System.Runtime.InteropServices;

namespace EventOps.Linux.Netlink;

/// <summary>The kernel's yes or no to a request (NLMSG_ERROR, or the end of a dump).</summary>
/// <param name="Errno">0 for yes, else as errno(3) numbers them.</param>
/// <param name="Explanation">The kernel's own words (extended acknowledgement); often empty.</param>
public readonly record struct NetlinkAnswer(int Errno, string Explanation)
{
    internal const int ErrorType = 2;
    internal const int DoneType = 3;
    private const int MessageAttribute = 1;

    /// <summary>Reads the payload of NLMSG_ERROR: errno, the request's header, the request unless capped, explanations.</summary>
    /// <returns>Null when it is malformed.</returns>
    public static NetlinkAnswer? Parse(ReadOnlySpan<byte> payload, NetlinkFlags flags)
    {
        const int Fixed = sizeof(int) + NetlinkMessageReader.HeaderLength;
        if (payload.Length < Fixed)
        {
            return null;
        }

        var request = MemoryMarshal.Read<uint>(payload[sizeof(int)..]);
        var repeated = flags.HasFlag(NetlinkFlags.Capped) ? 0u : Math.Max(request, NetlinkMessageReader.HeaderLength) - NetlinkMessageReader.HeaderLength;
        var skip = Fixed + (((ulong)repeated + 3) & ~3ul);
        var isExplained = flags.HasFlag(NetlinkFlags.Explained) && skip <= (ulong)payload.Length;
        return Make(payload, isExplained ? payload[(int)skip..] : default);
    }

    /// <summary>Reads the payload of NLMSG_DONE: nothing, or errno and explanations.</summary>
    public static NetlinkAnswer? ParseDone(ReadOnlySpan<byte> payload, NetlinkFlags flags) => payload.Length < sizeof(int)
        ? new NetlinkAnswer(0, "")
        : Make(payload, flags.HasFlag(NetlinkFlags.Explained) ? payload[sizeof(int)..] : default);

    private static NetlinkAnswer? Make(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> explanations)
    {
        var errno = MemoryMarshal.Read<int>(payload);
        if (errno is > 0 or < -4095)
        {
            return null;
        }

        var explanation = "";
        var reader = new AttributeReader(explanations);
        while (reader.Read())
        {
            explanation = reader.Type == MessageAttribute ? reader.GetText() : explanation;
        }

        return new NetlinkAnswer(-errno, explanation);
    }
}
