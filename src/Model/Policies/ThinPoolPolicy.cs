namespace EventOps.Model;

/// <summary>What the settings want and allow of a thin pool, lvmthin(7): that it grows before it is full, in data as in metadata.</summary>
public sealed record ThinPoolPolicy : IFact
{
    /// <summary>Group and pool: vg0/pool0.</summary>
    public required string Name { get; init; }

    /// <summary>How full its data or its metadata may be before they grow.</summary>
    public Percent GrowAt { get; init; } = new(80);

    /// <summary>How much its data grows by.</summary>
    public Bytes Step { get; init; } = Bytes.FromMiB(500);

    /// <summary>How large its data may become.</summary>
    public required Bytes Ceiling { get; init; }

    /// <summary>What stays free in the volume group.</summary>
    public Bytes Reserve { get; init; }

    string IFact.Key => Name;
}
