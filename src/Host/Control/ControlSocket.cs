using System.Globalization;

namespace EventOps.Host.Control;

/// <summary>Where the control socket is.</summary>
internal static class ControlSocket
{
    /// <summary>The effective user of this process, from /proc/self/status.</summary>
    public static uint OwnUser { get; } = File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("Uid:", StringComparison.Ordinal))
        .Select(line => uint.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture))
        .First();

    public static string PathIn(string runtimeFolder) => Path.Combine(runtimeFolder, "control.sock");
}
