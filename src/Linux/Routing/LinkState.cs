namespace EventOps.Linux.Routing;

/// <summary>IFF_* of netdevice(7).</summary>
[Flags]
public enum LinkFlags
{
    None = 0,

    /// <summary>Set up by the administrator.</summary>
    Up = 1,
    Broadcast = 2,
    Loopback = 8,
    PointToPoint = 0x10,

    /// <summary>Up, and able to carry packets.</summary>
    Running = 0x40,
    NoArp = 0x80,
    Promiscuous = 0x100,
    AllMulticast = 0x200,
    Multicast = 0x1000,

    /// <summary>The driver says that there is a carrier.</summary>
    LowerUp = 0x10000,
    Dormant = 0x20000,
}

/// <summary>RFC 2863's state. Tunnels stay <see cref="Unknown"/> while they work.</summary>
public enum OperationalState
{
    Unknown,
    NotPresent,
    Down,
    LowerLayerDown,
    Testing,
    Dormant,
    Up,
}
