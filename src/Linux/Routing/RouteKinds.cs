namespace EventOps.Linux.Routing;

/// <summary>RTN_*: what becomes of a packet.</summary>
public enum RouteType
{
    Unspecified,
    Unicast,
    Local,
    Broadcast,
    Anycast,
    Multicast,

    /// <summary>Dropped in silence; local senders see EINVAL.</summary>
    Blackhole,

    /// <summary>Answered "host unreachable"; local senders see EHOSTUNREACH.</summary>
    Unreachable,

    /// <summary>Answered "prohibited"; local senders see EACCES.</summary>
    Prohibit,

    /// <summary>Not in this table: the next policy rule decides.</summary>
    Throw,
}

/// <summary>RT_SCOPE_*: how far away; larger is nearer.</summary>
public enum RouteScope
{
    Universe = 0,
    Site = 200,
    Link = 253,
    Host = 254,
    Nowhere = 255,
}

/// <summary>RTPROT_*: who set it, by its own word. Others than these occur.</summary>
public enum RouteProtocol
{
    Unspecified = 0,
    Redirect = 1,

    /// <summary>By the kernel, with an address.</summary>
    Kernel = 2,

    /// <summary>By ip(8), unless told otherwise.</summary>
    Boot = 3,

    Static = 4,

    /// <summary>By IPv6 router advertisements.</summary>
    RouterAdvertisement = 9,
    Dhcp = 16,
}

/// <summary>Numbers of routing tables that have names; any other from 1 to 4294967295 may be in use.</summary>
public static class RouteTable
{
    public const uint Default = 253;
    public const uint Main = 254;
    public const uint Local = 255;
}
