using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Actuators.Network;

/// <summary>Where a name leads, in a network namespace.</summary>
internal static class NamedEndpoint
{
    /// <summary>So many addresses of a name are tried; of more, the first.</summary>
    internal const int Most = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="text">"server.internal:51820".</param>
    /// <param name="current">Where nothing came from: it is tried last.</param>
    /// <exception cref="LinuxException">It leads nowhere, or nobody says in time where.</exception>
    public static async Task<IReadOnlyList<IPEndPoint>> FindAsync(string text, IPEndPoint? current, NetworkNamespace network, TimeProvider time, CancellationToken cancellationToken)
    {
        var colon = text.LastIndexOf(':');
        var (host, port) = (text[..colon], int.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        try
        {
            return Order(await AskAsync(host, network).WaitAsync(Patience, time, cancellationToken), port, current);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            throw new LinuxException("look up", host, Errno.ENOENT, e is TimeoutException ? "nobody said in time where it is" : e.Message);
        }
    }

    /// <summary>Both families by turns, as the resolver has them; what is in use already comes last.</summary>
    internal static IReadOnlyList<IPEndPoint> Order(IReadOnlyCollection<IPAddress> addresses, int port, IPEndPoint? current)
    {
        var byFamily = addresses.Distinct().GroupBy(a => a.AddressFamily).Select(g => g.ToList()).ToList();
        var turns = Enumerable.Range(0, byFamily.Count == 0 ? 0 : byFamily.Max(f => f.Count)).SelectMany(i => byFamily.Where(f => i < f.Count).Select(f => f[i]));
        var found = turns.Select(a => new IPEndPoint(a, port)).OrderBy(e => e.Equals(current)).Take(Most).ToList();
        return found.Count > 0 ? found : throw new SocketException((int)SocketError.NoData);
    }

    /// <summary>On a thread of its own: a resolver may take its time.</summary>
    private static async Task<IPAddress[]> AskAsync(string host, NetworkNamespace network)
    {
        var own = network.Share();
        try
        {
            return await own.RunAsync(() => Dns.GetHostAddresses(host));
        }
        finally
        {
            if (!own.IsOwn)
            {
                own.Dispose();
            }
        }
    }
}
