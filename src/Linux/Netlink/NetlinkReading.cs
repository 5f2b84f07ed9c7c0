namespace EventOps.Linux.Netlink;

/// <summary>What one look at a netlink socket brought.</summary>
public enum NetlinkReadingKind
{
    /// <summary>Nothing is waiting.</summary>
    Empty,

    Received,

    /// <summary>The kernel dropped messages, any number of them (ENOBUFS), or one was too long: read all again. The socket goes on working.</summary>
    Lost,

    /// <summary>A message that did not come from the kernel was dropped.</summary>
    Rejected,
}

/// <summary>One datagram, or why there is none.</summary>
public readonly ref struct NetlinkReading(NetlinkReadingKind kind, ReadOnlySpan<byte> messages = default)
{
    public NetlinkReadingKind Kind { get; } = kind;

    /// <summary>For <see cref="NetlinkMessageReader"/>; valid until the next receive.</summary>
    public ReadOnlySpan<byte> Messages { get; } = messages;
}
