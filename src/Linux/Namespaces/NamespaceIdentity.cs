using EventOps.Linux.Native;

namespace EventOps.Linux.Namespaces;

/// <summary>Which namespace it is, whatever it is called: device and inode of its file (namespaces(7)). A name taken by a new namespace has another identity.</summary>
public readonly record struct NamespaceIdentity(DeviceNumber Holder, ulong Inode)
{
    /// <summary>Of the namespace that a path such as <c>/run/netns/blue</c> names now.</summary>
    /// <returns>Null when there is none.</returns>
    public static NamespaceIdentity? AtPath(string path)
    {
        try
        {
            using var file = FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.Read);
            return Of(file, path);
        }
        catch (LinuxException)
        {
            return null;
        }
    }

    internal static NamespaceIdentity Of(FileDescriptor file, string target)
    {
        var status = FileStatus.Read(file, target);
        return new NamespaceIdentity(status.Holder, status.Inode);
    }
}
