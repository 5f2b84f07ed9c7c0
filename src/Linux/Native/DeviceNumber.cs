using System.Globalization;

namespace EventOps.Linux.Native;

/// <summary>A device's major and minor number, written <c>7:0</c>.</summary>
public readonly record struct DeviceNumber(uint Major, uint Minor)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}:{Minor}");

    /// <summary>Reads <c>7:0</c>; nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DeviceNumber number)
    {
        number = default;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0
            || !uint.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !uint.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        number = new DeviceNumber(major, minor);
        return true;
    }
}
