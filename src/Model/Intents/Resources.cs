using System.Globalization;

namespace EventOps.Model;

/// <summary>Names of the things that actions act on.</summary>
public static class Resources
{
    public const string AlarmPrefix = "alarm:";

    private const string LinkPrefix = "link:";
    private const string AddressPrefix = "address:";
    private const string RoutePrefix = "route:";
    private const string RulePrefix = "rule:";
    private const string ParameterPrefix = "parameter:";
    private const string TunnelPrefix = "tunnel:";
    private const string PeerPrefix = "peer:";
    private const string FilterPrefix = "filter:";
    private const string FilePrefix = "file:";
    private const string ServicePrefix = "service:";
    private const string DiskPrefix = "disk:";
    private const string PoolPrefix = "pool:";
    private const string MountPrefix = "mount:";
    private const string FolderPrefix = "folder:";

    private static readonly string[] NetworkPrefixes =
    [
        LinkPrefix, AddressPrefix, RoutePrefix, RulePrefix, ParameterPrefix, TunnelPrefix, PeerPrefix, FilterPrefix, FilePrefix, ServicePrefix,
    ];

    private static readonly string[] StoragePrefixes = [DiskPrefix, PoolPrefix, MountPrefix, FolderPrefix];

    /// <summary>The daemon's own table of the packet filter.</summary>
    public static string OwnFilter { get; } = FilterPrefix + OwnTable.Name;

    /// <summary>Whether it is a thing of the network.</summary>
    public static bool IsOfNetwork(string resource) => NetworkPrefixes.Any(p => resource.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Whether it is a disk, a volume group, a mount or a folder.</summary>
    public static bool IsOfStorage(string resource) => StoragePrefixes.Any(p => resource.StartsWith(p, StringComparison.Ordinal));

    public static string Volume(string name) => "volume:" + name;

    public static string Alarm(string key) => AlarmPrefix + key;

    public static string Disk(string path) => DiskPrefix + path;

    public static string Pool(string name) => PoolPrefix + name;

    public static string Mount(string path) => MountPrefix + path;

    public static string Folder(string path) => FolderPrefix + path;

    public static string Link(string name) => LinkPrefix + name;

    public static string Address(string link, Cidr address) => $"{AddressPrefix}{link} {address}";

    public static string Route(WantedRoute route) => RoutePrefix + route;

    public static string Route(NetworkRoute route) => RoutePrefix + route;

    public static string Rule(RoutingRule rule) => RulePrefix + rule;

    public static string Parameter(string name) => ParameterPrefix + name;

    public static string Tunnel(string name) => TunnelPrefix + name;

    public static string Peer(string tunnel, string key) => $"{PeerPrefix}{tunnel} {key}";

    public static string Filter(FilterRule rule) => FilterPrefix + rule;

    public static string File(string path) => FilePrefix + path;

    public static string Service(int port) => string.Create(CultureInfo.InvariantCulture, $"{ServicePrefix}{port}");
}
