using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;

namespace EventOps.Linux.Capture;

/// <summary>The two files of a capture: the newer one, and the older beside it with ".1". Together they stay below the limit. For one thread.</summary>
internal sealed class CaptureFiles : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly CaptureOptions _options;
    private FileStream _file;
    private long _length;

    /// <exception cref="IOException">What is there already is no capture, or the kernel refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Not permitted.</exception>
    internal CaptureFiles(string path, CaptureOptions options)
    {
        _path = Path.GetFullPath(path);
        _options = options;
        RefuseForeign(_path);
        RefuseForeign(OlderOf(_path));
        _file = Begin();
    }

    internal static string OlderOf(string path) => path + ".1";

    /// <summary>Appends lines.</summary>
    /// <returns>False when there is no room: nothing of them counts then.</returns>
    internal bool TryAppend(ReadOnlySpan<byte> lines)
    {
        try
        {
            if (_length > 0 && _length + lines.Length > _options.Limit.Value / 2)
            {
                _file.Dispose();
                _file = Begin();
            }

            if (FileSystemUsage.Read(_file.SafeFileHandle).Available.Value - lines.Length < _options.KeepFree.Value)
            {
                return false;
            }

            RandomAccess.Write(_file.SafeFileHandle, lines, _length);
            _length += lines.Length;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LinuxException or ObjectDisposedException)
        {
            // Half a line may stand there now; the next attempt writes over it, and readers tell of a torn end.
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The name may be mistyped: nothing is written over that is not a capture, and no link is followed.</summary>
    private static void RefuseForeign(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null || Directory.Exists(path) || (file.Exists && !CaptureFile.IsOne(path)))
        {
            throw new IOException($"{path} is there already and is no capture: name another file, or move it away");
        }
    }

    private FileStream Begin()
    {
        if (File.Exists(_path))
        {
            File.Move(_path, OlderOf(_path), overwrite: true);
        }

        var file = new FileStream(_path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        });
        _length = 0;
        return file;
    }
}
