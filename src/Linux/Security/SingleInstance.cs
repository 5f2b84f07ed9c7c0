using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EventOps.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Security;

/// <summary>
/// An exclusive lock (flock(2)) on a file that names its holder, so that only one daemon runs. The kernel lets go of it when the
/// holder ends in whatever way; the file itself stays, since deleting it would let two hold "the" lock.
/// </summary>
public sealed class SingleInstance : IDisposable
{
    private const int ExclusiveAtOnce = 2 | 4;
    private const int Unlock = 8;
    private const int WouldBlock = 11;
    private readonly SafeFileHandle file;

    private SingleInstance(SafeFileHandle file) => this.file = file;

    /// <exception cref="InstanceHeldException">Another process holds it.</exception>
    /// <exception cref="IOException">The file cannot be opened, is a link, or cannot be written.</exception>
    public static SingleInstance Acquire(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Open(path);
        try
        {
            Lock(file, path);
            WriteOwner(file);
            return new SingleInstance(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Unlocks and closes. Closing alone is not enough: a child that another thread is just starting holds the same lock until it execs.</summary>
    public void Dispose()
    {
        if (!file.IsClosed)
        {
            _ = NativeSecurity.flock(file, Unlock);
        }

        file.Dispose();
    }

    private static SafeFileHandle Open(string path)
    {
        var flags = NativeSecurity.OpenWriteCreate | NativeSecurity.OpenCloseOnExec | NativeSecurity.OpenNoFollow | NativeSecurity.OpenNonBlocking;
        var fd = NativeSecurity.openat(NativeSecurity.CurrentFolder, path, flags, 0b110_000_000);
        if (fd < 0)
        {
            throw Refused("open", path, "its folder must exist and be writable, and the file must not be a link");
        }

        var file = new SafeFileHandle(fd, ownsHandle: true);
        if (FileStatus.OfDescriptor(file) is not { IsRegular: true })
        {
            file.Dispose();
            throw new IOException($"the lock {path} is not a regular file; remove it or choose another path");
        }

        return file;
    }

    private static void Lock(SafeFileHandle file, string path)
    {
        if (NativeSecurity.flock(file, ExclusiveAtOnce) == 0)
        {
            return;
        }

        throw Marshal.GetLastPInvokeError() == WouldBlock
            ? new InstanceHeldException(path, ReadOwner(file))
            : Refused("lock", path, "choose a path on a local filesystem");
    }

    private static IOException Refused(string what, string path, string cure) =>
        new($"could not {what} the lock {path}: {NativeSecurity.Words(Marshal.GetLastPInvokeError())}; {cure}");

    private static void WriteOwner(SafeFileHandle file)
    {
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
    }

    private static int? ReadOwner(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var count = RandomAccess.Read(file, text, 0);
        return int.TryParse(text[..count].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }
}
