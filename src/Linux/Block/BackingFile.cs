using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Block;

/// <summary>The file beneath a loop device, and the filesystem that holds it.</summary>
/// <param name="Allocated">What it takes on disk; less than <paramref name="Size"/> when it is sparse, a little more with metadata.</param>
/// <param name="Holder">The device number of the filesystem that holds it, to be looked up in mountinfo.</param>
/// <param name="HolderUsage">How full that filesystem is.</param>
public sealed record BackingFile(Bytes Size, Bytes Allocated, ulong Inode, DeviceNumber Holder, FileSystemUsage HolderUsage)
{
    private const int KeepSize = 1;
    private const OpenMode Careful = OpenMode.NoFollow | OpenMode.NonBlocking;

    /// <exception cref="LinuxException">It is not there, a symbolic link (ELOOP) or no regular file (EINVAL).</exception>
    public static BackingFile Read(LinuxPath path)
    {
        using var file = FileDescriptor.Open(path, OpenMode.Read | Careful);
        return Read(file, path);
    }

    /// <summary>Makes the file at least so large; never shrinks it. When it fails, the size is what it was.</summary>
    /// <param name="allocate">Takes the new blocks from the holder now, so that the device above cannot run dry; else the new part is a hole.</param>
    /// <returns>The file as it is after.</returns>
    /// <exception cref="LinuxException">
    /// ENOSPC or EDQUOT: the holder has no room. EOPNOTSUPP: it cannot allocate ahead. EFBIG: too large for it. ELOOP: a symbolic link.
    /// </exception>
    public static BackingFile Extend(LinuxPath path, Bytes newSize, bool allocate)
    {
        using var file = FileDescriptor.Open(path, OpenMode.Write | Careful);
        var size = Read(file, path).Size;
        if (newSize > size)
        {
            if (allocate)
            {
                Allocate(file, path, size, newSize);
            }

            // Measured again: another may have made it larger while blocks were allocated.
            Truncate(file, path, Bytes.Max(newSize, Read(file, path).Size));
        }

        return Read(file, path);
    }

    /// <summary>Has all blocks of the file allocated; what is written in it stays, also while it is attached and in use.</summary>
    /// <exception cref="LinuxException">ENOSPC: the holder has no room.</exception>
    public static void Fill(LinuxPath path)
    {
        using var file = FileDescriptor.Open(path, OpenMode.Write | Careful);
        Reserve(file, path, Bytes.Zero, Read(file, path).Size);
    }

    /// <summary>Makes a new file of this size, all of its blocks allocated, readable by its owner only.</summary>
    /// <exception cref="LinuxException">EEXIST: there is one. ENOSPC: the holder has no room; the stump is left to be removed.</exception>
    public static void Create(LinuxPath path, Bytes size)
    {
        using var file = FileDescriptor.CreateNew(path);
        Reserve(file, path, Bytes.Zero, size);
        Truncate(file, path, size);
    }

    /// <summary>Gives a file another name; one that has that name already is not replaced.</summary>
    /// <exception cref="LinuxException">EEXIST, or the kernel refused.</exception>
    public static void Rename(LinuxPath from, LinuxPath to)
    {
        // RENAME_NOREPLACE of linux/fs.h, relative to the current folder (AT_FDCWD), which absolute paths do not ask for.
        if (Libc.RenameAt2(-100, from.Terminated, -100, to.Terminated, 1) < 0)
        {
            throw new LinuxException("rename", to.ToDisplay(), Errno.Last);
        }
    }

    /// <summary>Removes a file by its name; nothing happens when there is none.</summary>
    public static void Remove(LinuxPath path) => _ = Libc.Unlink(path.Terminated);

    private static BackingFile Read(FileDescriptor file, LinuxPath path)
    {
        var status = FileStatus.Read(file, path.ToDisplay());
        return status.IsRegular
            ? new BackingFile(new Bytes(status.Size), new Bytes(status.Allocated), status.Inode, status.Holder, FileSystemUsage.Read(file))
            : throw new LinuxException("open", path.ToDisplay(), Errno.EINVAL, "a backing file is a regular file");
    }

    /// <summary>Allocates beyond the end first and moves the end after: so the size changes only when all blocks are there.</summary>
    private static void Allocate(FileDescriptor file, LinuxPath path, Bytes size, Bytes newSize)
    {
        try
        {
            Reserve(file, path, size, newSize);
        }
        catch (LinuxException)
        {
            // Truncating to the size that it has gives back blocks taken beyond the end.
            Truncate(file, path, Read(file, path).Size);
            throw;
        }
    }

    private static void Reserve(FileDescriptor file, LinuxPath path, Bytes from, Bytes to)
    {
        while (Libc.FAllocate(file, KeepSize, from.Value, (to - from).Value) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("fallocate", path.ToDisplay(), Errno.Last, $"{to - from} are needed where the file lies");
            }
        }
    }

    private static void Truncate(FileDescriptor file, LinuxPath path, Bytes size)
    {
        while (Libc.FTruncate(file, size.Value) < 0)
        {
            if (Errno.Last != Errno.EINTR)
            {
                throw new LinuxException("ftruncate", path.ToDisplay(), Errno.Last);
            }
        }
    }
}
