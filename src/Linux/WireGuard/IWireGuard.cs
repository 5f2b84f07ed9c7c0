using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.WireGuard;

/// <summary>One WireGuard link, be it the kernel's or a program's. There is no notification of any change: what it is must be read again.</summary>
public interface IWireGuard : IDisposable
{
    string Name { get; }

    /// <exception cref="LinuxException">ENODEV: it is gone; EPERM; ECONNREFUSED: the program behind it has ended; ETIMEDOUT: it does not answer.</exception>
    /// <exception cref="FormatException">The answer is malformed.</exception>
    WireGuardDevice Read();

    /// <summary>The private key, for where it is lost elsewhere; null when there is none. To be disposed of.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    SecretKey? ReadPrivateKey();

    /// <summary>Applies in order, not as one whole: read again to see. Only a peer that is taken away and put back right after it is missed by nobody. The host's own public key as a peer is left out in silence.</summary>
    /// <exception cref="LinuxException">Refused; what stood before it in the change may be done.</exception>
    void Apply(WireGuardChange change);
}

/// <summary>Finds the way to a WireGuard link.</summary>
public static class WireGuardLink
{
    /// <summary>By the socket of a program such as wireguard-go when there is one of that name, else by generic netlink.</summary>
    /// <param name="patience">How long a program may take to answer; five seconds where it does not matter.</param>
    /// <exception cref="ArgumentException">No name of a link.</exception>
    /// <exception cref="LinuxException">EOPNOTSUPP: no such socket, and this kernel has no WireGuard.</exception>
    public static IWireGuard Open(NetworkNamespace network, string name, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > 15 || name is "." or ".." || name.Any(c => c is '/' or '\0' || char.IsWhiteSpace(c)))
        {
            throw new ArgumentException($"'{name.Replace('\0', '?')}' is no name of a link.", nameof(name));
        }

        return network.Run(() => File.Exists(UserspaceWireGuard.PathOf(name))) ? new UserspaceWireGuard(network, name, patience) : KernelWireGuard.Open(network, name);
    }
}
