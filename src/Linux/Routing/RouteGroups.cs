namespace EventOps.Linux.Routing;

/// <summary>What a <see cref="RouteMonitor"/> hears of; both address families of each.</summary>
[Flags]
public enum RouteGroups
{
    Links = 1,
    Addresses = 2,
    Routes = 4,
    Rules = 8,

    /// <summary>Busy: each neighbour changes its state every minute or so.</summary>
    Neighbours = 16,
    NetConfigurations = 32,
    All = Links | Addresses | Routes | Rules | Neighbours | NetConfigurations,
}

/// <summary>RTNLGRP_* of linux/rtnetlink.h.</summary>
internal static class RouteGroupNumbers
{
    internal static (RouteGroups Group, int[] Numbers)[] All { get; } =
    [
        (RouteGroups.Links, [1]),
        (RouteGroups.Addresses, [5, 9]),
        (RouteGroups.Routes, [7, 11]),
        (RouteGroups.Rules, [8, 19]),
        (RouteGroups.Neighbours, [3]),
        (RouteGroups.NetConfigurations, [24, 25]),
    ];
}
