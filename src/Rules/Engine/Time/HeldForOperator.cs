namespace EventOps.Rules.Engine.Time;

/// <summary>A condition that has held for a time.</summary>
internal sealed class HeldForOperator(Func<object?[], bool> condition, TimeSpan time) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        if (!condition(values))
        {
            Break(state);
            return false;
        }

        state.Since ??= now;
        var due = state.Since.Value + time.Ticks;
        state.Due = due > now ? due : null;
        return now >= due;
    }

    public override void Break(TimeState state) => (state.Since, state.Due) = (null, null);
}
