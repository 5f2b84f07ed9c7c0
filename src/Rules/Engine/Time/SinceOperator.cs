namespace EventOps.Rules.Engine.Time;

/// <summary>A moment told by a fact lies a time back.</summary>
internal sealed class SinceOperator(Func<object?[], DateTimeOffset?> since, TimeSpan time) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        state.Due = null;
        if (since(values) is not { } moment)
        {
            return false;
        }

        var due = moment.UtcTicks + time.Ticks;
        state.Due = due > now ? due : null;
        return now >= due;
    }

    public override void Break(TimeState state) => state.Due = null;
}
