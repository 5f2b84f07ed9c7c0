namespace EventOps.Host.Replay;

/// <summary>The part of a journal whose decisions are told; what lies before it is replayed too, since decisions depend on it.</summary>
internal sealed record ReplayRange(DateTimeOffset From, DateTimeOffset To)
{
    public static ReplayRange All { get; } = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    public bool Holds(DateTimeOffset at) => at >= From && at <= To;
}
