using System.Diagnostics;
using EventOps.Linux.Block;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Lab;

/// <summary>
/// A real volume to try things on: an image file, a loop device over it, a filesystem, a mount. Disposing takes all of it away again,
/// also when making it failed half way. Needs root and mkfs of the filesystem.
/// </summary>
public sealed class ScratchVolume : IDisposable
{
    private static readonly string[] ProgramFolders = ["/usr/sbin", "/sbin", "/usr/bin"];

    private readonly string _folder;
    private LoopDevice? _loop;
    private bool _isMounted;

    private ScratchVolume(ScratchVolumeOptions options)
    {
        FileSystem = options.FileSystem;
        _folder = Directory.CreateDirectory(Path.Combine(options.Folder, "scratch-" + Guid.NewGuid().ToString("N"))).FullName;
        ImagePath = Path.Combine(_folder, "volume.img");
        MountPath = Path.Combine(_folder, options.MountName);
    }

    public string FileSystem { get; }

    /// <summary>The file beneath the loop device.</summary>
    public string ImagePath { get; }

    public LinuxPath Image => LinuxPath.FromString(ImagePath);

    public string MountPath { get; }

    public LinuxPath MountPoint => LinuxPath.FromString(MountPath);

    public LoopDevice Loop => _loop ?? throw new ObjectDisposedException(nameof(ScratchVolume));

    /// <summary>Of the image file, now.</summary>
    public Bytes ImageSize => BackingFile.Read(Image).Size;

    /// <exception cref="LinuxException">A system call was refused.</exception>
    /// <exception cref="InvalidOperationException">mkfs failed; its words are in the message.</exception>
    public static ScratchVolume Create(ScratchVolumeOptions? options = null)
    {
        options ??= new ScratchVolumeOptions();
        var volume = new ScratchVolume(options);
        try
        {
            volume.Make(options);
            return volume;
        }
        catch
        {
            volume.Dispose();
            throw;
        }
    }

    /// <summary>Whether this process may make one: root, with loop devices and the filesystem's mkfs.</summary>
    public static bool IsPossible(string fileSystem) =>
        Environment.UserName == "root" && File.Exists("/dev/loop-control") && FindMake(fileSystem) is not null;

    /// <summary>Makes image and device larger, not the filesystem: the state that a growth broken off leaves.</summary>
    public void ExtendDevice(Bytes newSize, bool allocate = false)
    {
        BackingFile.Extend(Image, newSize, allocate);
        Loop.SetCapacity();
    }

    /// <summary>Image, device and filesystem.</summary>
    public Growth Grow(Bytes newSize, bool allocate = false)
    {
        ExtendDevice(newSize, allocate);
        return OnlineGrowth.Grow(MountPoint, FileSystem, newSize);
    }

    public FileSystemUsage Usage() => FileSystemUsage.Read(MountPoint);

    /// <summary>Writes a file of so many bytes in the volume, through to its filesystem.</summary>
    /// <returns>Its path.</returns>
    public string Fill(string name, Bytes size)
    {
        var path = Path.Combine(MountPath, name);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[1 << 20];
        for (var left = size.Value; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        file.Flush(flushToDisk: true);
        return path;
    }

    public void Unmount()
    {
        _isMounted = false;
        ScratchMounts.Unmount(MountPoint);
    }

    public void Mount(bool readOnly = false, string data = "")
    {
        ScratchMounts.Mount(Loop.Path.ToString(), MountPoint, FileSystem, readOnly ? ScratchMounts.ReadOnly : 0, data);
        _isMounted = true;
    }

    /// <remarks>One step that fails does not keep the next from being taken.</remarks>
    public void Dispose()
    {
        try
        {
            if (_isMounted)
            {
                Unmount();
            }
        }
        finally
        {
            try
            {
                _loop?.Detach();
                _loop = null;
            }
            finally
            {
                if (Directory.Exists(_folder))
                {
                    Directory.Delete(_folder, recursive: true);
                }
            }
        }
    }

    private static string? FindMake(string fileSystem) =>
        ProgramFolders.Select(folder => Path.Combine(folder, "mkfs." + fileSystem)).FirstOrDefault(File.Exists);

    private void Make(ScratchVolumeOptions options)
    {
        Directory.CreateDirectory(MountPath);
        using (var image = new FileStream(ImagePath, FileMode.CreateNew, FileAccess.Write))
        {
            image.SetLength(options.Size.Value);
        }

        MakeFileSystem(options);
        _loop = LoopDevice.Attach(Image);
        Mount(options.ReadOnly, options.MountData);
    }

    private void MakeFileSystem(ScratchVolumeOptions options)
    {
        var program = FindMake(FileSystem) ?? throw new InvalidOperationException($"mkfs.{FileSystem} is not installed");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (IEnumerable<string>)["-q", .. options.MakeArguments, ImagePath])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {ImagePath} ended with {process.ExitCode}: {words.Trim()}");
        }
    }
}
