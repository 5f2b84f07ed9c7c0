using System.Text;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Linux.Sysctls;

/// <summary>Kernel parameters as a namespace sees them. The kernel tells of few changes; the rest must be read again.</summary>
public static class Sysctl
{
    private const int Longest = 4096;

    /// <summary>The value without its newline; several numbers are parted by tabs.</summary>
    /// <exception cref="LinuxException">ENOENT: no such parameter (a module not loaded, a link gone); EACCES; EIO.</exception>
    public static string Read(NetworkNamespace network, SysctlName name)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(name);
        return network.Run(() =>
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(name.Path), OpenMode.Read);
            Span<byte> buffer = stackalloc byte[Longest];
            var count = file.TryRead(buffer);
            return count < 0 ? throw new LinuxException("read", name.Path, -count) : Encoding.UTF8.GetString(buffer[..count]).TrimEnd('\n');
        });
    }

    /// <summary>As <see cref="Read"/>, but null when the parameter is not there.</summary>
    /// <exception cref="LinuxException">For any other reason.</exception>
    public static string? TryRead(NetworkNamespace network, SysctlName name)
    {
        try
        {
            return Read(network, name);
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            return null;
        }
    }

    /// <summary>Writes the value in one piece. Lasts until the namespace ends: files in sysctl.d are another matter.</summary>
    /// <exception cref="ArgumentException">The value holds a control character other than a tab.</exception>
    /// <exception cref="LinuxException">EINVAL: the kernel does not take the value; EACCES, EPERM, EROFS: not writable here; ENOENT.</exception>
    public static void Write(NetworkNamespace network, SysctlName name, string value)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length is 0 or > Longest || value.Any(c => char.IsControl(c) && c != '\t'))
        {
            throw new ArgumentException($"A value for {name} is one line of 1 to {Longest} characters.", nameof(value));
        }

        network.Run(() =>
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(name.Path), OpenMode.Write);
            var bytes = Encoding.UTF8.GetBytes(value + "\n");
            if (Libc.Write(file, bytes, (nuint)bytes.Length) < 0)
            {
                throw new LinuxException("write", $"{name} = {value}", Errno.Last);
            }
        });
    }
}
