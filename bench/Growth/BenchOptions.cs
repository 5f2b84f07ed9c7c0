using EventOps.Lab;

namespace EventOps.Bench.Growth;

/// <param name="Program">The published daemon.</param>
/// <param name="Runs">Null for the benchmark's own number.</param>
/// <param name="Minutes">How long idle is measured.</param>
/// <param name="VolumeFolder">Where image volumes are made.</param>
/// <param name="WithPeers">Whether the peers are measured too.</param>
internal sealed record BenchOptions(string Program, string Rules, int? Runs, TimeSpan Minutes, string VolumeFolder, bool WithPeers)
{
    /// <summary>A daemon's journal lies on disk, so that its durability has a real price.</summary>
    public DaemonOptions Daemon(string settings) => new() { Program = Program, Rules = Rules, Settings = settings };
}
