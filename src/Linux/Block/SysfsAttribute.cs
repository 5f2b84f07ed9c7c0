using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>A file of sysfs(5): one value, one line, at most a page.</summary>
internal static class SysfsAttribute
{
    private const int Page = 4096;

    /// <returns>The value without its newline; null when there is none, be it that the device has just gone.</returns>
    internal static byte[]? Bytes(string folder, string name)
    {
        try
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(Path.Combine(folder, name)), OpenMode.Read);
            Span<byte> buffer = stackalloc byte[Page];
            var count = file.TryRead(buffer);
            if (count < 0)
            {
                return null;
            }

            var value = buffer[..count];
            return (value.Length > 0 && value[^1] == (byte)'\n' ? value[..^1] : value).ToArray();
        }
        catch (LinuxException refusal) when (refusal.Errno is Errno.ENOENT or Errno.ENODEV or Errno.ENXIO or Errno.ENOTDIR or Errno.EACCES)
        {
            return null;
        }
    }

    internal static string? Text(string folder, string name) => Bytes(folder, name) is { } value ? Encoding.UTF8.GetString(value).Trim() : null;
}
