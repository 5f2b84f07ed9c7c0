using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Netlink;

namespace EventOps.Linux.WireGuard;

/// <summary>The kernel's WireGuard, by generic netlink (linux/wireguard.h).</summary>
public sealed class KernelWireGuard : IWireGuard
{
    private readonly NetlinkClient _client;
    private readonly int _family;

    private KernelWireGuard(NetlinkClient client, int family, string name)
    {
        _client = client;
        _family = family;
        Name = name;
    }

    public string Name { get; }

    /// <exception cref="LinuxException">EOPNOTSUPP: this kernel has no WireGuard; EPERM.</exception>
    public static KernelWireGuard Open(NetworkNamespace network, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        var client = new NetlinkClient(network.Run(() => NetlinkSocket.Open(NetlinkProtocol.Generic)));
        try
        {
            var family = GenericFamily.Find(client, WireGuardAttribute.Family)
                ?? throw new LinuxException("open", $"WireGuard link {name}", Errno.EOPNOTSUPP, "this kernel has no WireGuard, and no program's socket is there");
            return new KernelWireGuard(client, family, name);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public WireGuardDevice Read()
    {
        var isMalformed = false;
        var parts = Ask((in NetlinkMessageReader message) =>
        {
            var part = DeviceParser.Parse(message.Payload);
            isMalformed |= part is null;
            return part;
        });
        return isMalformed || DeviceParser.Join(parts) is not { } device
            ? throw new FormatException($"what the kernel tells of the WireGuard link {Name} is malformed")
            : device;
    }

    public SecretKey? ReadPrivateKey() => Ask((in NetlinkMessageReader message) => DeviceParser.PrivateKeyOf(message.Payload)).FirstOrDefault();

    private List<T> Ask<T>(NetlinkParser<T> parser)
        where T : class
    {
        var request = new NetlinkRequest(_family, NetlinkFlags.Dump)
            .Fixed([WireGuardAttribute.GetDevice, WireGuardAttribute.Version, 0, 0])
            .Text(WireGuardAttribute.Name, Name);
        try
        {
            return _client.Dump(request, "WG_CMD_GET_DEVICE", Name, parser);
        }
        finally
        {
            // The private key came along.
            _client.Erase();
        }
    }

    public void Apply(WireGuardChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        foreach (var request in DeviceWriter.Write(_family, Name, change))
        {
            try
            {
                _client.Request(request, "WG_CMD_SET_DEVICE", Name);
            }
            finally
            {
                request.Erase();
            }
        }
    }

    public void Dispose() => _client.Dispose();
}
