namespace EventOps.Rules.Engine.Time;

/// <summary>The sum of what was seen within a window.</summary>
internal sealed class AccumulateOperator(Func<object?[], double> value, TimeSpan over) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        var samples = state.Samples ??= [];
        if (sighting != Sighting.Time)
        {
            samples.Add(new TimeSample(now, value(values)));
        }

        samples.RemoveAll(s => now - s.At >= over.Ticks);
        state.Value = samples.Sum(s => s.Value);
        state.Due = samples.Count == 0 ? null : samples[0].At + over.Ticks;
        return true;
    }

    public override void Break(TimeState state)
    {
        state.Due = null;
        state.Samples?.Clear();
    }
}
