namespace EventOps.Rules.Bench;

/// <summary>Plain classes with reference identity.</summary>
public sealed class Gauge
{
    public string Kind { get; set; } = "";

    public double Value { get; set; }
}

public sealed class Volume
{
    public string Name { get; set; } = "";

    public string Group { get; set; } = "";

    public double Used { get; set; }
}

public sealed class VolumeGroup
{
    public string Name { get; set; } = "";

    public double Limit { get; set; }
}

public sealed class Snapshot
{
    public string Volume { get; set; } = "";
}

public sealed class Seen
{
    public string Kind { get; set; } = "";

    public double Value { get; set; }
}

public sealed class Cause
{
    public int Number { get; set; }
}

public sealed class Effect(int number)
{
    public int Number => number;
}
