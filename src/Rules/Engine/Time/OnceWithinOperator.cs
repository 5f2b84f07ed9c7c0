namespace EventOps.Rules.Engine.Time;

/// <summary>At most one firing within a window.</summary>
internal sealed class OnceWithinOperator(TimeSpan window) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting) => true;

    public override bool MayFire(TimeState state, long now)
    {
        if (state.Since is { } last && now - last < window.Ticks)
        {
            return false;
        }

        state.Since = now;
        return true;
    }

    public override long? KeepUntil(TimeState state) => state.Since + window.Ticks;
}
