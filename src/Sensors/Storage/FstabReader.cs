using EventOps.Linux.Mounts;
using EventOps.Model;

namespace EventOps.Sensors.Storage;

/// <summary>Compares what fstab(5) says of a mount with what the settings want.</summary>
internal static class FstabReader
{
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public static string Problem(MountPolicy policy, Fstab fstab) => fstab.At(policy.Path) switch
    {
        null => "it has no line for it",
        var line when !SourceOf.IsSame(line.Source, policy.Device) => $"it mounts {line.Source} there, not {policy.Device}",
        var line when line.FileSystem != policy.FileSystem && line.FileSystem != "auto" => $"it calls it {line.FileSystem}, not {policy.FileSystem}",
        var line when line.IsReadOnly && !policy.IsReadOnly => $"it mounts it read-only ({line.Options})",
        _ => "",
    };
}
