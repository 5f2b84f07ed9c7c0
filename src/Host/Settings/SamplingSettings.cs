namespace EventOps.Host.Settings;

/// <summary>How often volumes are read. Between the two bounds the deadline decides: how soon a threshold could be crossed.</summary>
public sealed record SamplingSettings
{
    /// <summary>An idle volume is read again after this time even if nothing woke the sensor.</summary>
    public required TimeSpan Slowest { get; init; }

    /// <summary>No volume is read more often than this; always less than <see cref="Slowest"/>.</summary>
    public required TimeSpan Fastest { get; init; }

    /// <summary>A reading that takes longer is given up on: its mount hangs, and is set aside until it answers.</summary>
    public required TimeSpan StuckAfter { get; init; }
}
