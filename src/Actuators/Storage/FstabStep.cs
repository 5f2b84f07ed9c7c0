using EventOps.Linux.Mounts;
using EventOps.Model;

namespace EventOps.Actuators.Storage;

/// <summary>Corrects one line of fstab(5), and makes remarks of others for the same mount point. The file as it was is kept.</summary>
internal static class FstabStep
{
    private const string Path = "/etc/fstab";

    public static StateStep Of(RepairMountTable wanted, string saves, string path = Path)
    {
        byte[]? before = null;
        return new StateStep($"have {path} mount {wanted.Device} on {wanted.Path}", Look, Apply, Undo);

        void Undo()
        {
            if (before is not null)
            {
                ConfigurationFile.Write(path, before);
            }
        }

        StepState Look()
        {
            var table = Fstab.Read(path);
            return table.AllAt(wanted.Path) switch
            {
                [] => new StepState("no line", false),
                [var line] => new StepState(line.ToString(), Corrected(line, wanted) == line),
                var lines => new StepState(string.Join("; ", lines), false),
            };
        }

        void Apply()
        {
            var table = Fstab.Read(path);
            before = table.ToBytes();
            ConfigurationFile.Keep(path, before, saves);
            ConfigurationFile.Write(path, table.With(table.At(wanted.Path) is { } line ? Corrected(line, wanted) : New(wanted)).ToBytes());
        }
    }

    /// <summary>Only the fields that are wrong; the others are the operator's.</summary>
    private static FstabLine Corrected(FstabLine line, RepairMountTable wanted)
    {
        var source = SourceOf.IsSame(line.Source, wanted.Device) ? line.Source : wanted.Device;
        var type = line.FileSystem == "auto" ? line.FileSystem : wanted.FileSystem;
        var corrected = line with { Source = source, FileSystem = type };
        var meant = new FstabLine("", "", "", wanted.Options);
        corrected = corrected.IsReadOnly && !meant.IsReadOnly ? corrected.Writable() : corrected;
        return corrected.IsLeftOut && !meant.IsLeftOut ? corrected.Mounted() : corrected;
    }

    private static FstabLine New(RepairMountTable wanted) => new(wanted.Device, wanted.Path, wanted.FileSystem, wanted.Options, "0", wanted.FileSystem == "ext4" ? "2" : "0");
}
