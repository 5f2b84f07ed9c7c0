namespace EventOps.Rules.Tests.Conformance;

/// <summary>Plain classes with reference identity, as the facts were found out with.</summary>
public interface IThing
{
    string Name { get; }
}

public class Disk(string name, int used = 0) : IThing
{
    public string Name { get; set; } = name;

    public string Pool { get; set; } = "";

    public int Used { get; set; } = used;

    public bool Throws { get; set; }

    public int Checked => Throws ? throw new InvalidOperationException("checked") : Used;
}

public sealed class BigDisk(string name, int used = 0) : Disk(name, used);

public sealed class Snapshot(string disk)
{
    public string Disk { get; set; } = disk;
}

public sealed class Warning(string text)
{
    public string Text { get; set; } = text;
}
