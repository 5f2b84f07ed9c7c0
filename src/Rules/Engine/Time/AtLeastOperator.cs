namespace EventOps.Rules.Engine.Time;

/// <summary>n of the last m.</summary>
internal sealed class AtLeastOperator(Func<object?[], bool> condition, int count, int ofLast) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        var samples = state.Samples ??= [];
        if (sighting != Sighting.Time)
        {
            samples.Add(new TimeSample(now, condition(values) ? 1 : 0));
            if (samples.Count > ofLast)
            {
                samples.RemoveAt(0);
            }
        }

        var held = 0;
        foreach (var sample in samples)
        {
            held += (int)sample.Value;
        }

        return held >= count;
    }

    public override void Break(TimeState state) => state.Samples?.Clear();
}
