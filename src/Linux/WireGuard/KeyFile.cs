using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.WireGuard;

/// <summary>A file that holds one secret key and nothing else, as wg(8) takes it.</summary>
public static class KeyFile
{
    /// <summary>Permissions of all others, and the group's to write.</summary>
    private const int TooOpen = 0x17;

    /// <exception cref="LinuxException">It is not there, others may read or change it, or it holds no key; says what to do, and nothing of the key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SecretKey Read(NetworkNamespace network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Run(() => ReadHere(path));
    }

    /// <returns>Null where <see cref="Read"/> throws.</returns>
    public static SecretKey? TryRead(NetworkNamespace network, string path)
    {
        try
        {
            return Read(network, path);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static SecretKey ReadHere(string path)
    {
        if (FileStatus.OfPath(path) is not { } status)
        {
            throw new LinuxException("read the preshared key in", path, Errno.ENOENT);
        }

        if (!status.IsRegular || (status.Permissions & TooOpen) != 0)
        {
            throw new LinuxException("read the preshared key in", path, Errno.EACCES, $"it must be a file that only its owner may write and others may not read; run: chmod 600 {path}");
        }

        try
        {
            return SecretKey.Parse(File.ReadAllText(path));
        }
        catch (FormatException e)
        {
            throw new LinuxException("read the preshared key in", path, Errno.EINVAL, e.Message);
        }
    }
}
