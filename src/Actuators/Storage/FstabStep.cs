using System.Globalization;
using EventOps.Linux.Mounts;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>
/// Corrects one line of fstab(5): written beside it, made durable, then renamed into its place, so that a power cut leaves the old or the
/// new file whole. The file as it was is kept.
/// </summary>
internal static class FstabStep
{
    private const string Path = "/etc/fstab";

    public static StateStep Of(RepairMountTable wanted, string saves, string path = Path)
    {
        byte[]? before = null;
        return new StateStep($"have {path} mount {wanted.Device} on {wanted.Path}", Look, Apply, () => Write(path, before!));

        StepState Look()
        {
            var line = Fstab.Read(path).At(wanted.Path);
            return new StepState(line?.ToString() ?? "no line", line is not null && Corrected(line, wanted) == line);
        }

        void Apply()
        {
            var table = Fstab.Read(path);
            before = table.ToBytes();
            Save(before, saves);
            Write(path, table.With(table.At(wanted.Path) is { } line ? Corrected(line, wanted) : New(wanted)).ToBytes());
        }
    }

    /// <summary>Only the fields that are wrong; the others are the operator's.</summary>
    private static FstabLine Corrected(FstabLine line, RepairMountTable wanted)
    {
        var source = SourceOf.IsSame(line.Source, wanted.Device) ? line.Source : wanted.Device;
        var type = line.FileSystem == "auto" ? line.FileSystem : wanted.FileSystem;
        var corrected = line with { Source = source, FileSystem = type };
        var isMeantReadOnly = new FstabLine("", "", "", wanted.Options).IsReadOnly;
        return corrected.IsReadOnly && !isMeantReadOnly ? corrected.Writable() : corrected;
    }

    private static FstabLine New(RepairMountTable wanted) => new(wanted.Device, wanted.Path, wanted.FileSystem, wanted.Options, "0", wanted.FileSystem == "ext4" ? "2" : "0");

    private static void Save(byte[] content, string saves)
    {
        Directory.CreateDirectory(saves);
        var stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        File.WriteAllBytes(System.IO.Path.Combine(saves, $"fstab.{stamp}"), content);
    }

    private static void Write(string path, byte[] content)
    {
        var mode = File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var temporary = path + ".eventops";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(temporary, mode);
        File.Move(temporary, path, overwrite: true);
    }
}
