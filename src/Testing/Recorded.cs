namespace EventOps.Testing;

/// <summary>Something at a virtual time.</summary>
/// <param name="Time">In ticks.</param>
public readonly record struct Recorded<T>(long Time, T Value)
{
    public override string ToString() => FormattableString.Invariant($"{Value}@{Time}");
}
