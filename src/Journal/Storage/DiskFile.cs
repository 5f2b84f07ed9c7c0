using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Journal.Storage;

/// <summary>An open file of a <see cref="DiskStorage"/>.</summary>
internal sealed class DiskFile(SafeFileHandle folder, SafeFileHandle file, string name, string path) : IJournalFile
{
    public string Name => name;

    public long Length => (long)Status().Size;

    public bool IsInPlace =>
        Kernel.Status(folder, name, Kernel.AtNoFollow, FileStatus.BasicFields, out var there) == 0 && there.IsSameAs(Status());

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var written = Kernel.Write(file, bytes, bytes.Length, offset);
            if (written < 0 && Marshal.GetLastPInvokeError() is not Kernel.Interrupted and var errno)
            {
                throw JournalStorageException.Of("write", path, errno);
            }

            bytes = bytes[(int)Math.Max(0, written)..];
            offset += Math.Max(0, written);
        }
    }

    public int Read(Span<byte> bytes, long offset)
    {
        var read = Kernel.Read(file, bytes, bytes.Length, offset);
        return read >= 0 ? (int)read : throw JournalStorageException.Of("read", path, Marshal.GetLastPInvokeError());
    }

    public void Sync() => Check(Kernel.SyncData(file) == 0, "fdatasync");

    public void Cut(long length) => Check(Kernel.Truncate(file, length) == 0, "ftruncate");

    public void Allocate(long length)
    {
        if (Kernel.Allocate(file, 0, length) is not 0 and var errno)
        {
            throw JournalStorageException.Of("fallocate", path, errno);
        }
    }

    public void Dispose() => file.Dispose();

    private FileStatus Status()
    {
        Check(Kernel.Status(file, "", Kernel.AtEmptyPath, FileStatus.BasicFields, out var status) == 0, "statx");
        return status;
    }

    private void Check(bool done, string operation)
    {
        if (!done)
        {
            throw JournalStorageException.Of(operation, path, Marshal.GetLastPInvokeError());
        }
    }
}
