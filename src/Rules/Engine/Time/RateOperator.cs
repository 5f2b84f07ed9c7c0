namespace EventOps.Rules.Engine.Time;

/// <summary>How fast a number grows.</summary>
internal sealed class RateOperator(Func<object?[], double> value, TimeSpan over) : TimeOperator
{
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        var samples = state.Samples ??= [];
        if (sighting != Sighting.Time)
        {
            if (samples.Count > 0 && samples[^1].At == now)
            {
                samples.RemoveAt(samples.Count - 1);
            }

            samples.Add(new TimeSample(now, value(values)));
            samples.RemoveAll(s => now - s.At > over.Ticks);
        }

        state.Value = samples.Count < 2 ? 0
            : (samples[^1].Value - samples[0].Value) / TimeSpan.FromTicks(samples[^1].At - samples[0].At).TotalSeconds;
        return true;
    }

    public override void Break(TimeState state) => state.Samples?.Clear();
}
