using System.Text.Json.Serialization;

namespace EventOps.Linux.Capture;

/// <summary>Where a frame came from, by which it is known what can parse it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FrameSource>))]
public enum FrameSource
{
    /// <summary>A datagram of rtnetlink(7).</summary>
    [JsonStringEnumMemberName("rtnetlink")]
    RouteNetlink,

    /// <summary>A datagram of nfnetlink: changes of nftables.</summary>
    [JsonStringEnumMemberName("nfnetlink")]
    NetfilterNetlink,

    /// <summary>A datagram of generic netlink: WireGuard, its secret keys zeroed.</summary>
    [JsonStringEnumMemberName("genetlink")]
    GenericNetlink,

    /// <summary>A datagram of sock_diag(7).</summary>
    [JsonStringEnumMemberName("sock-diag")]
    SocketDiagnosis,

    /// <summary>A kernel uevent.</summary>
    [JsonStringEnumMemberName("uevent")]
    Uevent,

    /// <summary>What one read(2) of an inotify(7) instance gave.</summary>
    [JsonStringEnumMemberName("inotify")]
    Inotify,

    /// <summary>What one read(2) of a fanotify(7) group gave.</summary>
    [JsonStringEnumMemberName("fanotify")]
    Fanotify,

    /// <summary>A whole table of proc_pid_mountinfo(5).</summary>
    [JsonStringEnumMemberName("mountinfo")]
    MountInfo,

    /// <summary>An answer of a WireGuard program's own socket, its secret keys zeroed; about: the link.</summary>
    [JsonStringEnumMemberName("wireguard")]
    WireGuardProgram,

    /// <summary>What libnftables(3) printed; about: the command.</summary>
    [JsonStringEnumMemberName("nft")]
    Nftables,

    /// <summary>What a tool wrote to stdout; about: its command line.</summary>
    [JsonStringEnumMemberName("stdout")]
    ToolOutput,

    /// <summary>What a tool wrote to stderr; about: its command line.</summary>
    [JsonStringEnumMemberName("stderr")]
    ToolError,
}
