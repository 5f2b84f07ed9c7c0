namespace EventOps.Rules.Engine.Network;

/// <summary>Patterns that are candidates together: each with what remains to be tested.</summary>
internal sealed class PatternGroup(int[] bits, Func<object, bool>?[] tests, ThresholdList[] thresholds)
{
    public void Evaluate(object fact, Span<ulong> words)
    {
        var places = bits;
        for (var i = 0; i < places.Length; i++)
        {
            var test = tests[i];
            if (test is null || test(fact))
            {
                var bit = places[i];
                words[bit >> 6] |= 1UL << bit;
            }
        }

        foreach (var list in thresholds)
        {
            list.Evaluate(fact, words);
        }
    }
}
