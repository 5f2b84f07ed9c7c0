using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>Writes a configuration file as a whole: after a power cut it is the old or the new one.</summary>
public static class WholeFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Readable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// Written beside, made durable, renamed over, and its name made durable. A file that is a mount of its own, as containers have /etc/hosts, cannot be
    /// renamed over: it is written in place, with the new text whole beside it until that is done.
    /// </summary>
    /// <param name="like">The file whose owner, group and mode it gets; when it is not there, all may read what is written.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, string like)
    {
        var beside = path + ".eventops-new";
        var status = FileStatus.OfPath(like);
        File.Delete(beside);
        using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            stream.Write(content);
            if (status is { } known)
            {
                FilePermissions.SetOwner(beside, known.Owner, known.Group);
            }

            File.SetUnixFileMode(beside, status is null ? Readable : (UnixFileMode)status.Value.Permissions);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(beside, path, overwrite: true);
        }
        catch (IOException e) when (e.HResult == Errno.EBUSY)
        {
            WriteInPlace(path, content);
            File.Delete(beside);
        }

        SyncNames(Path.GetDirectoryName(path)!);
    }

    private static void WriteInPlace(string path, ReadOnlySpan<byte> content)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(content);
        stream.SetLength(content.Length);
        stream.Flush(flushToDisk: true);
    }

    private static void SyncNames(string folder)
    {
        using var descriptor = FileDescriptor.Open(LinuxPath.FromString(folder), OpenMode.Folder);
        if (Libc.FSync(descriptor) < 0)
        {
            throw new LinuxException("fsync", folder, Errno.Last);
        }
    }
}
