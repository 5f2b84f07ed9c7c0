namespace EventOps.Vm.Tests;

/// <summary>Thin pools and a RAID1 under the daemon as published (<c>inside/layouts</c>).</summary>
public sealed class LayoutsRun() : MachineRun("layouts", TimeSpan.FromMinutes(20), ["--disk", "2G", "--disk", "2G", "--disk", "2G"])
{
    public RunJournal Journal() => new(Path.Combine(Results, "layouts.journal"));
}
