using System.Runtime.InteropServices;
using EventOps.Lab;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Bench.Growth;

/// <summary>A file that fills a volume to just below its threshold, without writing, and then over it, with a write.</summary>
internal sealed partial class CrossingFile : IDisposable
{
    /// <summary>The share at which a volume is to grow.</summary>
    private static readonly VolumePolicy Policy = new() { Volume = "", Ceiling = Bytes.FromGiB(64) };

    private readonly FileStream _file;
    private readonly byte[] _block = new byte[1 << 20];
    private long _end;

    public CrossingFile(ScratchVolume volume)
    {
        _file = new FileStream(Path.Combine(volume.MountPath, "filling"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Random.Shared.NextBytes(_block);
    }

    /// <summary>Of the filesystem, by its own account.</summary>
    public Bytes Size => Usage.Size;

    public bool IsBelow => Headroom(Usage) > Bytes.Zero;

    /// <summary>Takes so many blocks that only this much is left to the threshold.</summary>
    public void Approach(Bytes left)
    {
        var length = Headroom(Usage) - left;
        if (length > Bytes.Zero && Allocate(_file.SafeFileHandle, 0, _end, length.Value) != 0)
        {
            throw new LinuxException("fallocate", _file.Name, Marshal.GetLastPInvokeError());
        }

        _end += Math.Max(0, length.Value);
    }

    public void Write(Bytes size)
    {
        _file.Position = _end;
        _file.Write(_block.AsSpan(0, (int)size.Value));
        _end += size.Value;
    }

    public void Dispose() => _file.Dispose();

    private FileSystemUsage Usage => FileSystemUsage.Read(_file.SafeFileHandle);

    private static Bytes Headroom(in FileSystemUsage usage) => Policy.Headroom(usage.Used, usage.Available);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeHandle file, int mode, long offset, long length);
}
