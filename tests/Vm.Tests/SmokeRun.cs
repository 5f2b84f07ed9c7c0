namespace EventOps.Vm.Tests;

/// <summary>Real volume groups and filesystems under the daemon as published (<c>inside/smoke</c>).</summary>
public sealed class SmokeRun() : MachineRun("smoke", TimeSpan.FromMinutes(30), ["--disk", "8G"])
{
    /// <summary>The journal of one of the daemons that ran in it.</summary>
    public RunJournal Journal(string daemon) => new(Path.Combine(Results, daemon + ".journal"));
}
