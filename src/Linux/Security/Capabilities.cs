using System.Globalization;

namespace EventOps.Linux.Security;

/// <summary>What this process may do (effective) and could ever get (bounding), from <c>/proc/self/status</c>.</summary>
public sealed record Capabilities(ulong Effective, ulong Bounding)
{
    /// <exception cref="IOException">/proc is not mounted.</exception>
    public static Capabilities Read() => Parse(File.ReadAllText("/proc/self/status"));

    /// <summary>Reads the CapEff and CapBnd lines of a status file of proc(5).</summary>
    /// <exception cref="FormatException">A line is missing or not hexadecimal.</exception>
    public static Capabilities Parse(string status) => new(Field(status, "CapEff"), Field(status, "CapBnd"));

    /// <summary>Whether the process has this capability now.</summary>
    public bool Has(Capability capability) => (Effective & Bit(capability)) != 0;

    /// <summary>Whether the capability is within the bounding set, so that a child that is root could have it.</summary>
    public bool CouldHave(Capability capability) => (Bounding & Bit(capability)) != 0;

    private static ulong Bit(Capability capability) => 1UL << (int)capability;

    private static ulong Field(string status, string name)
    {
        foreach (var line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name + ":") && ulong.TryParse(line[(name.Length + 1)..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }
        }

        throw new FormatException($"no usable {name} line in the process status");
    }
}
