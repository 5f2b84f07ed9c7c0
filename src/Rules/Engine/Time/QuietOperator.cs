namespace EventOps.Rules.Engine.Time;

/// <summary>Nothing was seen, or nothing has changed, for a time.</summary>
internal sealed class QuietOperator(TimeSpan time, bool changesOnly) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        if (state.Since is null || sighting == Sighting.Changed || (sighting == Sighting.Seen && !changesOnly))
        {
            state.Since = now;
        }

        var due = state.Since.Value + time.Ticks;
        state.Due = due > now ? due : null;
        return now >= due;
    }

    public override void Break(TimeState state) => (state.Since, state.Due) = (null, null);
}
