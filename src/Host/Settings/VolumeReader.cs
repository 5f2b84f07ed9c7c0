using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Reads [[volume]] tables one after the other, and finds what two of them share.</summary>
internal sealed class VolumeReader(SettingsSource source)
{
    private const int LongestName = 100;

    private readonly Dictionary<string, SourcePosition> seen = new(StringComparer.Ordinal);
    private int count;

    public VolumePolicy Read(TomlTable tree)
    {
        count++;
        var table = new TableReader(tree, SettingsSchema.VolumeTable, string.Create(null, $"volume {count}"), source);
        // Named before anything is refused, so that every problem tells which volume it is about.
        table.Where = Called(tree, table.Where);
        table.RefuseUnknown();
        var mount = table.Has("mount") ? table.Path("mount", "/data") : null;
        var device = table.Has("device") ? table.Path("device", "/dev/vg0/data") : null;
        RefuseBothOrNeither(table, mount, device);
        var policy = new VolumePolicy
        {
            Volume = Name(table) ?? mount ?? device ?? "",
            MountPoint = mount,
            Device = device,
            GrowAt = table.Share("grow-at", "85%", "1%", "99%"),
            GrowBelow = table.Size("grow-below", "0", "0", "1P", example: "200M"),
            Step = table.Size("step", "500M", "1M", "1P"),
            Ceiling = table.Ceiling(),
            AtLeast = table.Size("at-least", "0", "0", "1P", example: "4G"),
            Reserve = table.Size("reserve", "0", "0", "1P", example: "1G"),
            Cooldown = table.Time("cooldown", "30s", "0s", "1d"),
            EmergencyGrowths = table.Count("emergency-growths", 20, 1000),
            Horizon = table.Time("horizon", "2s", "10ms", "1h"),
            FastestFill = table.Rate("fastest-fill", "4G/s", "1M/s", "1T/s"),
            GrowAtInodes = table.Share("grow-at-inodes", "90%", "1%", "99%"),
        };
        RefuseContradictions(table, policy);
        RefuseDuplicates(table, tree, policy);
        return policy;
    }

    private static string Called(TomlTable tree, string fallback)
    {
        foreach (var key in (string[])["name", "mount", "device"])
        {
            if (tree.Entries.TryGetValue(key, out var entry) && entry.Value is TomlText { Value.Length: > 0 } text)
            {
                return $"volume '{PrintableText.Of(text.Value, 60)}'";
            }
        }

        return fallback;
    }

    private static void RefuseBothOrNeither(TableReader table, string? mount, string? device)
    {
        if (mount is not null && device is not null)
        {
            table.Refuse("device", "both mount and device are given", "keep the one by which you know the volume");
        }
        else if (mount is null && device is null)
        {
            table.Refuse("mount", "neither mount nor device is given", "add: mount = \"/data\", or: device = \"/dev/vg0/data\"");
        }
    }

    private static string? Name(TableReader table)
    {
        if (table.Text("name", "data") is not { } name)
        {
            return null;
        }

        if (name.Length is 0 or > LongestName || name.Trim() != name || name.Any(char.IsControl))
        {
            table.Refuse("name", $"name \"{PrintableText.Of(name, 60)}\" cannot be used", $"write 1 to {LongestName} characters, no control characters, no blanks at the ends");
            return null;
        }

        return name;
    }

    private static void RefuseContradictions(TableReader table, VolumePolicy policy)
    {
        if (table.AreGood("ceiling", "step") && policy.Ceiling <= policy.Step)
        {
            table.Refuse("ceiling", $"the ceiling of {policy.Ceiling} is not larger than one step of {policy.Step}", "raise ceiling, or lower step");
        }

        if (table.AreGood("ceiling", "at-least") && policy.AtLeast > policy.Ceiling)
        {
            table.Refuse("at-least", $"at-least of {policy.AtLeast} is more than the ceiling of {policy.Ceiling}", "raise ceiling, or lower at-least");
        }

        if (table.AreGood("ceiling", "grow-below") && policy.GrowBelow >= policy.Ceiling)
        {
            table.Refuse("grow-below", $"grow-below of {policy.GrowBelow} is not smaller than the ceiling of {policy.Ceiling}, so it could never be reached", "lower grow-below");
        }
    }

    private void RefuseDuplicates(TableReader table, TomlTable tree, VolumePolicy policy)
    {
        RefuseDuplicate(table, tree, "mount", policy.MountPoint);
        RefuseDuplicate(table, tree, "device", policy.Device);
        // The name is the mount point or device unless given, and then the same thing would be told twice.
        if (table.AreGood("mount", "device"))
        {
            RefuseDuplicate(table, tree, "name", policy.Volume);
        }
    }

    private void RefuseDuplicate(TableReader table, TomlTable tree, string key, string? value)
    {
        if (string.IsNullOrEmpty(value) || !table.AreGood(key) || seen.TryAdd($"{key} {value}", tree.At))
        {
            return;
        }

        var first = seen[$"{key} {value}"].Line;
        table.Refuse(key, $"{key} \"{PrintableText.Of(value, 60)}\" is already that of the volume in line {first}", "remove one of the two, or correct it");
    }
}
