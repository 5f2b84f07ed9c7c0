using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Sockets;

namespace EventOps.Actuators.Network;

/// <summary>Who takes the connections of a TCP port, in a network namespace.</summary>
internal static class ListenersOfPort
{
    public static IReadOnlyList<Listener> ListenersOn(this NetworkNamespace network, int port)
    {
        using var table = ListenerTable.Open(network);
        return [.. table.Read(ProtocolType.Tcp).Where(l => l.Local.Port == port)];
    }
}
