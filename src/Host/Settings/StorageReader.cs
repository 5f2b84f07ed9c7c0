using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Reads [[pool]], [[thin-pool]], [[mount]] and [[folder]] tables, and finds what two of them share.</summary>
internal sealed class StorageReader(SettingsSource source)
{
    private const string Pool = SettingsSchema.PoolTable;
    private const string ThinPool = SettingsSchema.ThinPoolTable;
    private const string Mount = SettingsSchema.MountTable;
    private const string Folder = SettingsSchema.FolderTable;

    private static readonly Dictionary<string, string> FileSystems =
        new(StringComparer.Ordinal) { ["ext4"] = "ext4", ["xfs"] = "xfs", ["btrfs"] = "btrfs" };

    private readonly Dictionary<string, SourcePosition> seen = new(StringComparer.Ordinal);

    public PoolPolicy ReadPool(TomlTable tree)
    {
        var table = Begin(tree, Pool, "name");
        var name = Given(table, "name", "vg0");
        if (name.Length > 0 && !LvmName.IsValid(name))
        {
            table.Refuse("name", $"'{PrintableText.Of(name, 60)}' is no name of a volume group", "letters, digits, + _ . and -; it does not begin with -");
        }

        var policy = new PoolPolicy
        {
            Name = name,
            Images = table.Paths("images", "/media/disk0.img"),
            ImageSize = table.Size("image-size", "0", "0", "1P", example: "1800M"),
            Devices = table.Paths("devices", "/dev/sdb"),
            HostReserve = table.Size("host-reserve", "0", "0", "1P", example: "100M"),
            AttachAtBoot = table.Flag("attach-at-boot", false),
        };
        if (table.AreGood("images", "devices") && policy.Disks == 0)
        {
            table.Refuse("images", "it has neither images nor devices", "add: images = [\"/media/disk0.img\"], or: devices = [\"/dev/sdb\"]");
        }

        if (table.AreGood("images", "image-size") && policy.Images.Count > 0 && policy.ImageSize < Bytes.FromMiB(16))
        {
            table.Refuse("image-size", "images need a size of at least 16M", "add: image-size = \"1800M\"");
        }

        foreach (var disk in policy.Images.Concat(policy.Devices))
        {
            RefuseDuplicate(table, tree, "images", "disk " + disk, disk);
        }

        RefuseDuplicate(table, tree, "name", "pool " + name, name);
        return policy;
    }

    public ThinPoolPolicy ReadThinPool(TomlTable tree)
    {
        var table = Begin(tree, ThinPool, "name");
        var name = Given(table, "name", "vg0/pool0");
        if (name.Length > 0 && (name.Split('/') is not [var group, var pool] || !LvmName.IsValid(group) || !LvmName.IsValid(pool)))
        {
            table.Refuse("name", $"'{PrintableText.Of(name, 60)}' is no name of a thin pool", "write group and pool as lvs shows them: name = \"vg0/pool0\"");
        }

        var policy = new ThinPoolPolicy
        {
            Name = name,
            // A tenth of the metadata and more is the kernel's own, however large it is: below some share it would grow for ever.
            GrowAt = table.Share("grow-at", "80%", "50%", "99%"),
            Step = table.Size("step", "500M", "4M", "1P"),
            Ceiling = table.Ceiling(),
            Reserve = table.Size("reserve", "0", "0", "1P", example: "1G"),
        };
        RefuseDuplicate(table, tree, "name", "thin pool " + name, name);
        return policy;
    }

    public MountPolicy ReadMount(TomlTable tree)
    {
        var table = Begin(tree, Mount, "path");
        var policy = new MountPolicy
        {
            Path = GivenPath(table, "path", "/data"),
            Device = GivenPath(table, "device", "/dev/mapper/vg0-data0"),
            FileSystem = table.Has("filesystem")
                ? table.Word("filesystem", "ext4", FileSystems)
                : Missing(table, "filesystem", "ext4"),
            Options = Options(table),
            IsInFstab = table.Flag("in-fstab", true),
            Reserved = table.Has("reserved-blocks") ? table.Share("reserved-blocks", "5%", "0%", "50%") : null,
        };
        RefuseDuplicate(table, tree, "path", "mount " + policy.Path, policy.Path);
        return policy with { LogicalVolume = MapperNames.VolumeOf(policy.Device) };
    }

    public FolderPolicy ReadFolder(TomlTable tree)
    {
        var table = Begin(tree, Folder, "path");
        var mode = table.Text("mode", "755");
        if (mode is not null && (mode.Length is < 3 or > 4 || mode.Any(c => c is < '0' or > '7')))
        {
            table.Refuse("mode", $"'{PrintableText.Of(mode, 60)}' is no mode", "write it in octal, as chmod does: mode = \"755\"");
        }

        var policy = new FolderPolicy
        {
            Path = GivenPath(table, "path", "/data/objects"),
            Mode = mode?.TrimStart('0').PadLeft(3, '0'),
            Owner = table.Text("owner", "root"),
        };
        RefuseDuplicate(table, tree, "path", "folder " + policy.Path, policy.Path);
        return policy;
    }

    private TableReader Begin(TomlTable tree, string name, string key)
    {
        var called = tree.Entries.TryGetValue(key, out var entry) && entry.Value is TomlText { Value.Length: > 0 } text
            ? $"{name} '{PrintableText.Of(text.Value, 60)}'"
            : name;
        var table = new TableReader(tree, name, called, source);
        table.RefuseUnknown();
        return table;
    }

    private static string Given(TableReader table, string key, string example) => table.Text(key, example) ?? Missing(table, key, example);

    private static string GivenPath(TableReader table, string key, string example) =>
        table.Has(key) ? table.Path(key, example) : Missing(table, key, example);

    private static string Missing(TableReader table, string key, string example)
    {
        if (!table.Has(key))
        {
            table.Refuse(key, $"{key} is missing", $"add: {key} = \"{example}\"");
        }

        return "";
    }

    private static string Options(TableReader table)
    {
        var options = table.Text("options", "defaults") ?? "defaults";
        if (options.Length is 0 or > 500 || options.Any(c => char.IsControl(c) || c is ' ' or '#'))
        {
            table.Refuse("options", $"options '{PrintableText.Of(options, 60)}' cannot be used", "write them as in fstab: options = \"defaults,noatime\"");
        }

        return options;
    }

    private void RefuseDuplicate(TableReader table, TomlTable tree, string key, string what, string shown)
    {
        if (shown.Length > 0 && table.AreGood(key) && !seen.TryAdd(what, tree.At))
        {
            table.Refuse(key, $"\"{PrintableText.Of(shown, 60)}\" is already told of in line {seen[what].Line}", "remove one of the two, or correct it");
        }
    }
}
