using System.Text;

namespace EventOps.Linux.Block;

/// <summary>LVM's device-mapper names: group and volume joined by a dash, dashes within them doubled.</summary>
public static class MapperNames
{
    /// <summary>Splits <c>vg--0-data</c> into <c>vg-0</c> and <c>data</c>.</summary>
    /// <returns>False when it is no such name: no single dash, or nothing on one side. A third part (a layer like <c>-real</c>) makes it none either.</returns>
    public static bool TrySplit(string name, out string group, out string volume)
    {
        var parts = new List<StringBuilder> { new() };
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '-')
            {
                parts[^1].Append(name[i]);
            }
            else if (i + 1 < name.Length && name[i + 1] == '-')
            {
                parts[^1].Append('-');
                i++;
            }
            else
            {
                parts.Add(new StringBuilder());
            }
        }

        var isVolume = parts.Count == 2 && parts[0].Length > 0 && parts[1].Length > 0;
        (group, volume) = isVolume ? (parts[0].ToString(), parts[1].ToString()) : ("", "");
        return isVolume;
    }

    /// <summary>The name that device-mapper gives a logical volume.</summary>
    public static string Join(string group, string volume) => $"{Escape(group)}-{Escape(volume)}";

    /// <summary>The logical volume that a device path is: <c>vg0/data0</c> of /dev/vg0/data0 and of /dev/mapper/vg0-data0.</summary>
    /// <returns>Empty when it is neither.</returns>
    public static string VolumeOf(string device) => device.Split('/') switch
    {
        ["", "dev", "mapper", var mapped] => TrySplit(mapped, out var group, out var volume) ? $"{group}/{volume}" : "",
        ["", "dev", var group, var volume] when Lvm.LvmName.IsValid(group) && Lvm.LvmName.IsValid(volume) => $"{group}/{volume}",
        _ => "",
    };

    private static string Escape(string part) => part.Replace("-", "--", StringComparison.Ordinal);
}
