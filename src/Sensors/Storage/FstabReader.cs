using EventOps.Linux.Mounts;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Compares what fstab(5) says of a mount with what the settings want.</summary>
internal static class FstabReader
{
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static string Problem(MountPolicy policy, Fstab fstab) => fstab.AllAt(policy.Path) is { Count: > 1 } lines
        ? $"it has {lines.Count} lines for it, and each mounts what the next covers"
        : Problem(policy, fstab.At(policy.Path));

    private static string Problem(MountPolicy policy, FstabLine? found) => found switch
    {
        null => "it has no line for it",
        var line when !SourceOf.IsSame(line.Source, policy.Device) => $"it mounts {line.Source} there, not {policy.Device}",
        var line when line.FileSystem != policy.FileSystem && line.FileSystem != "auto" => $"it calls it {line.FileSystem}, not {policy.FileSystem}",
        var line when line.IsReadOnly && !policy.IsReadOnly => $"it mounts it read-only ({line.Options})",
        var line when line.IsLeftOut && !new FstabLine("", "", "", policy.Options).IsLeftOut => $"it leaves it out at a boot ({line.Options})",
        _ => "",
    };
}
