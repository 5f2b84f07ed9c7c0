using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Journal.Storage;

/// <summary>
/// A folder of a real filesystem, held by descriptor and locked, so that a link put in its place later leads nowhere. Made with
/// mode 0750 when it is not there; refused when it is a link, or writable by others, or another's.
/// </summary>
public sealed class DiskStorage : IJournalStorage
{
    private readonly SafeFileHandle folder;

    /// <exception cref="JournalStorageException">The folder cannot be used, or another writer has it.</exception>
    public DiskStorage(string directory)
    {
        Directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Kernel.MakeDirectory(Directory, 0x1e8) != 0 && Marshal.GetLastPInvokeError() is not 17 and var errno)
        {
            throw JournalStorageException.Of("mkdir", Directory, errno);
        }

        folder = Kernel.Open(Directory, Kernel.ReadOnly | Kernel.Directory | Kernel.NoFollow | Kernel.CloseOnExec, 0);
        try
        {
            Check(!folder.IsInvalid, "open", Directory);
            CheckOwner();
            if (Kernel.Lock(folder, Kernel.LockExclusive | Kernel.LockNonBlocking) != 0)
            {
                throw JournalStorageException.Of("lock", Directory, Marshal.GetLastPInvokeError());
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public string Directory { get; }

    public IReadOnlyList<StoredFile> List()
    {
        try
        {
            var files = new DirectoryInfo(Directory).GetFiles();
            Array.Sort(files, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return [.. files.Where(f => f.Exists).Select(f => new StoredFile(f.Name, f.Length, new DateTimeOffset(f.LastWriteTimeUtc)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalStorageException("list", Directory, 0, e.Message);
        }
    }

    public IJournalFile Create(string name) => Open("create", name, Kernel.ReadWrite | Kernel.Create | Kernel.Exclusive);

    public IJournalFile Open(string name) => Open("open", name, Kernel.ReadWrite);

    public void Rename(string from, string to) => Check(Kernel.RenameAt(folder, from, folder, to) == 0, "rename", Full(from));

    public void Delete(string name)
    {
        if (Kernel.UnlinkAt(folder, name, 0) != 0 && Marshal.GetLastPInvokeError() is not 2 and var errno)
        {
            throw JournalStorageException.Of("unlink", Full(name), errno);
        }
    }

    public void SyncNames() => Check(Kernel.Sync(folder) == 0, "fsync", Directory);

    public long FreeBytes()
    {
        try
        {
            return new DriveInfo(Directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalStorageException("statvfs", Directory, 0, e.Message);
        }
    }

    /// <summary>Unlocks and closes. Closing alone is not enough: a child that another thread is just starting holds the same lock until it execs.</summary>
    public void Dispose()
    {
        if (folder is { IsClosed: false, IsInvalid: false })
        {
            _ = Kernel.Lock(folder, Kernel.Unlock);
        }

        folder.Dispose();
    }

    private DiskFile Open(string operation, string name, int flags)
    {
        var file = Kernel.OpenAt(folder, name, flags | Kernel.NoFollow | Kernel.CloseOnExec, 0x1a0);
        if (!file.IsInvalid)
        {
            return new DiskFile(folder, file, name, Full(name));
        }

        var errno = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw JournalStorageException.Of(operation, Full(name), errno);
    }

    private void CheckOwner()
    {
        Check(Kernel.Status(folder, "", Kernel.AtEmptyPath, FileStatus.BasicFields, out var status) == 0, "statx", Directory);
        if (status.User != 0 && status.User != Kernel.EffectiveUser())
        {
            throw new JournalStorageException("open", Directory, 0, $"it belongs to user {status.User}: let the daemon's user own it");
        }

        if ((status.Mode & 0x12) != 0)
        {
            throw new JournalStorageException("open", Directory, 0, $"others may write there: chmod 0750 {Directory}");
        }
    }

    private string Full(string name) => Path.Combine(Directory, name);

    private static void Check(bool done, string operation, string path)
    {
        if (!done)
        {
            throw JournalStorageException.Of(operation, path, Marshal.GetLastPInvokeError());
        }
    }
}
