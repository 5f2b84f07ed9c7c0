using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace EventOps.Host.Settings;

/// <summary>Reads the bytes of a settings file once, bounded, and tells what stands in the way.</summary>
internal static class SettingsFile
{
    /// <summary>A settings file of a thousand volumes is a tenth of this; what is larger is not one.</summary>
    public const int LargestBytes = 1 << 20;

    /// <summary>The bytes, or null with what is wrong and the cure.</summary>
    public static byte[]? Read(string path, out string what, out string cure)
    {
        (what, cure) = ("", "");
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            (what, cure) = ("the path of the settings file is empty or holds a NUL character", "give a path, such as /etc/eventops/eventops.toml");
            return null;
        }

        if (Directory.Exists(path))
        {
            (what, cure) = ("this is a directory", "give the settings file in it, such as eventops.toml");
            return null;
        }

        try
        {
            using var handle = Open(path);
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (!stream.CanSeek)
            {
                (what, cure) = ("this is a pipe or a socket, not a file", "give an ordinary file");
                return null;
            }

            return ReadBounded(stream, out what, out cure);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            (what, cure) = Explain(e);
            return null;
        }
    }

    private static (string What, string Cure) Explain(Exception e)
    {
        var error = e is Win32Exception native ? native.NativeErrorCode : 0;
        if (error == LibC.ENOENT || error == LibC.ENOTDIR)
        {
            return ("there is no such file", "create it (packaging/eventops.toml is an example), or name another");
        }

        var cure = error == LibC.EACCES || error == LibC.EPERM ? "run as root, or make it readable for this user" : "see that it is an ordinary, readable file";
        return ($"cannot open it for reading: {e.Message}", cure);
    }

    // O_NONBLOCK: opening a pipe that nobody writes to would otherwise wait for ever.
    private static unsafe SafeFileHandle Open(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var descriptor = LibC.open(name, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC | LibC.O_NOCTTY);
            return descriptor < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : new SafeFileHandle(descriptor, ownsHandle: true);
        }
    }

    private static byte[]? ReadBounded(FileStream stream, out string what, out string cure)
    {
        (what, cure) = ("", "");
        // Read past the limit by one byte instead of asking for the length: devices and /proc files say zero.
        var buffer = new byte[LargestBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > LargestBytes)
        {
            (what, cure) = ("the file is larger than 1 MiB", "that cannot be a settings file; see whether the path is right");
            return null;
        }

        return buffer[..length];
    }
}
