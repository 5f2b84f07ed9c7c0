namespace EventOps.Vm.Tests;

/// <summary>The daemon installed, under systemd, as its unit runs it (<c>inside/unit</c>).</summary>
public sealed class UnitRun() : MachineRun("unit", TimeSpan.FromMinutes(30), ["--systemd", "--memory", "3072", "--disk", "4G"]);
