using System.Globalization;
using EventOps.Linux.Native;

namespace EventOps.Actuators.Storage;

/// <summary>
/// A file of the system's configuration. It is written beside its place, made durable, and renamed over, so that a power cut leaves the old or
/// the new one whole; through links to the file itself, so that a link stays one.
/// </summary>
internal static class ConfigurationFile
{
    private const UnixFileMode Usual = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Keeps what was in it, under its name and the time.</summary>
    /// <param name="saves">The folder for what was before each change.</param>
    public static void Keep(string path, byte[] content, string saves)
    {
        Directory.CreateDirectory(saves);
        var stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        Put(Path.Combine(saves, $"{Path.GetFileName(path)}.{stamp}"), content, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public static void Write(string path, byte[] content)
    {
        var target = new FileInfo(path) is { Exists: true } file ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        var temporary = target + ".eventops";
        File.Delete(temporary);
        Put(temporary, content, File.Exists(target) ? File.GetUnixFileMode(target) : Usual);
        File.Move(temporary, target, overwrite: true);

        // Else a power cut can undo the renaming.
        var folder = Path.GetDirectoryName(target)!;
        using var names = FileDescriptor.Open(LinuxPath.FromString(folder), OpenMode.Read);
        names.Sync(folder);
    }

    private static void Put(string path, byte[] content, UnixFileMode mode)
    {
        using (var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(path, mode);
    }
}
