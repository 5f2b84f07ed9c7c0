namespace EventOps.Rules.Engine.Time;

/// <summary>Steps one after another within a window. Several attempts run side by side, so that a late start isn't lost to an early one.</summary>
internal sealed class SequenceOperator(Func<object?[], bool>[] steps, TimeSpan within) : TimeOperator
{
    /// <summary>A sample is an attempt: when it began, and how many steps it has.</summary>
    public override bool Holds(TimeState state, object?[] values, long now, Sighting sighting)
    {
        if (sighting == Sighting.Time)
        {
            return state.On;
        }

        var attempts = state.Samples ??= [];
        state.On = false;
        attempts.RemoveAll(a => now - a.At > within.Ticks);
        for (var i = 0; i < attempts.Count; i++)
        {
            var done = (int)attempts[i].Value;
            if (steps[done](values))
            {
                attempts[i] = attempts[i] with { Value = done + 1 };
                state.On |= done + 1 == steps.Length;
            }
        }

        if (state.On)
        {
            attempts.Clear();
        }
        else if (steps[0](values))
        {
            // Of two attempts that got equally far the later one is as good and lasts longer.
            attempts.Add(new TimeSample(now, 1));
            Prune(attempts);
        }

        return state.On;
    }

    public override void Break(TimeState state)
    {
        state.On = false;
        state.Samples?.Clear();
    }

    private static void Prune(List<TimeSample> attempts)
    {
        for (var i = attempts.Count - 2; i >= 0; i--)
        {
            if (attempts.FindIndex(i + 1, a => a.Value >= attempts[i].Value) > 0)
            {
                attempts.RemoveAt(i);
            }
        }
    }
}
