using EventOps.Linux.Native;

namespace EventOps.Linux.Namespaces;

/// <summary>setns(2), unshare(2) and mount(2) for the calling thread alone, which must be one that nothing else uses.</summary>
internal static class NamespaceCalls
{
    private const int CloneFileSystemInformation = 0x200;
    private const int CloneMounts = 0x20000;
    private const int CloneNetwork = 0x40000000;
    private const nuint MountBind = 0x1000;
    private const nuint MountRecursive = 0x4000;
    private const nuint MountSlave = 0x80000;
    private const nuint ReadWriteNoSuidNoDevNoExec = 2 | 4 | 8;

    internal static FileDescriptor Open(string path, string cure)
    {
        try
        {
            return FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.Read);
        }
        catch (LinuxException e) when (cure.Length > 0)
        {
            throw new LinuxException(e.Operation, e.Target, e.Errno, cure);
        }
    }

    internal static void EnterNetwork(FileDescriptor network, string name) => Enter(network, CloneNetwork, $"network namespace {name}");

    /// <summary>A thread shares its root and working folder with its process, and with those cannot change its mounts: it gives up sharing first.</summary>
    internal static void EnterMounts(FileDescriptor mounts, string name)
    {
        if (NamespaceIdentity.Of(mounts, name) == NamespaceIdentity.AtPath("/proc/thread-self/ns/mnt"))
        {
            return;
        }

        Leave(CloneFileSystemInformation, "file system information");
        Enter(mounts, CloneMounts, $"mount namespace of {name}");
    }

    internal static void LeaveNetwork() => Leave(CloneNetwork, "network namespace");

    /// <summary>As ip-netns(8) does for exec: mounts of its own, /sys of this network, files from /etc/netns/NAME over those in /etc.</summary>
    internal static void SeeAsNetnsExec(string name)
    {
        var folder = "/etc/netns/" + name;
        Leave(CloneFileSystemInformation | CloneMounts, "mount namespace");
        Mount("", "/", "none", MountSlave | MountRecursive);
        Mount(name, "/sys", "sysfs", ReadWriteNoSuidNoDevNoExec);
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var covered = "/etc/" + Path.GetFileName(entry);
            if (Path.Exists(covered))
            {
                Mount(entry, covered, "none", MountBind);
            }
        }
    }

    private static void Enter(FileDescriptor target, int kind, string name)
    {
        if (Libc.SetNamespace(target, kind) < 0)
        {
            throw new LinuxException("setns", name, Errno.Last, Errno.Last == Errno.EPERM ? "entering a namespace needs CAP_SYS_ADMIN" : "");
        }
    }

    private static void Leave(int kind, string name)
    {
        if (Libc.Unshare(kind) < 0)
        {
            throw new LinuxException("unshare", name, Errno.Last, Errno.Last == Errno.EPERM ? "a namespace of its own needs CAP_SYS_ADMIN" : "");
        }
    }

    private static void Mount(string source, string target, string kind, nuint flags)
    {
        if (Libc.Mount(Terminated(source), Terminated(target), Terminated(kind), flags, 0) < 0)
        {
            throw new LinuxException("mount", $"{source} on {target}", Errno.Last);
        }
    }

    private static byte[] Terminated(string text) => LinuxPath.FromString(text).Terminated;
}
