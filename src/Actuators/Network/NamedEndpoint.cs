using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Actuators.Network;

/// <summary>Where a name leads, in a network namespace.</summary>
internal static class NamedEndpoint
{
    /// <summary>So many addresses of a name are tried at once; of more, others the next time.</summary>
    internal const int Most = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="text">"server.internal:51820".</param>
    /// <param name="current">Where nothing came from: it is tried last.</param>
    /// <param name="tried">What was tried in vain before: the others have their turn first.</param>
    /// <exception cref="LinuxException">It leads nowhere, or nobody says in time where.</exception>
    public static async Task<IReadOnlyList<IPEndPoint>> FindAsync(
        string text, IPEndPoint? current, ISet<IPEndPoint> tried, NetworkNamespace network, TimeProvider time, CancellationToken cancellationToken)
    {
        var colon = text.LastIndexOf(':');
        var (host, port) = (text[..colon], int.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        try
        {
            return Order(await AskAsync(host, network).WaitAsync(Patience, time, cancellationToken), port, current, tried);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            throw new LinuxException("look up", host, Errno.ENOENT, e is TimeoutException ? "nobody said in time where it is" : e.Message);
        }
    }

    /// <summary>Both families by turns, as the resolver has them; what is in use already comes last, before what was tried. Once all were tried, all begin anew.</summary>
    internal static IReadOnlyList<IPEndPoint> Order(IReadOnlyCollection<IPAddress> addresses, int port, IPEndPoint? current, ISet<IPEndPoint> tried)
    {
        var byFamily = addresses.Distinct().GroupBy(a => a.AddressFamily).Select(g => g.ToList()).ToList();
        var turns = Enumerable.Range(0, byFamily.Count == 0 ? 0 : byFamily.Max(f => f.Count)).SelectMany(i => byFamily.Where(f => i < f.Count).Select(f => new IPEndPoint(f[i], port))).ToList();
        if (turns.TrueForAll(tried.Contains))
        {
            tried.Clear();
        }

        var found = turns.OrderBy(tried.Contains).ThenBy(e => e.Equals(current)).Take(Most).ToList();
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
