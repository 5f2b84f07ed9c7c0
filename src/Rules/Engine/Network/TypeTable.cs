using EventOps.Rules.Engine.Compilation;

namespace EventOps.Rules.Engine.Network;

/// <summary>
/// All patterns that a fact of one CLR type can meet, its bases' included, in load order. A pattern's place here is its bit in the
/// fact's words. Candidates are found by the constants that patterns ask for, so that a fact isn't tried against all of them.
/// </summary>
internal sealed class TypeTable
{
    private readonly PatternGroup _root;
    private readonly Discriminator[] _discriminators;

    public TypeTable(Type type, IEnumerable<PatternPlan> patterns)
    {
        Type = type;
        Patterns = [.. patterns.Where(p => p.Type.IsAssignableFrom(type)).OrderBy(p => p.Id)];
        Words = (Patterns.Length + 63) / 64;
        Singles = new ulong[Words];
        for (var i = 0; i < Patterns.Length; i++)
        {
            Singles[i >> 6] |= Patterns[i].IsSingle ? 1UL << i : 0;
        }

        (_root, _discriminators) = TypeTableBuilder.Build(Patterns);
        Identity = FactIdentity.Of(type);
    }

    public Type Type { get; }

    public PatternPlan[] Patterns { get; }

    public int Words { get; }

    /// <summary>Bits of the patterns whose matches are bits.</summary>
    public ulong[] Singles { get; }

    public FactIdentity Identity { get; }

    /// <summary>Sets the bits of the patterns that the fact meets.</summary>
    public void Evaluate(object fact, Span<ulong> bits)
    {
        _root.Evaluate(fact, bits);
        foreach (var discriminator in _discriminators)
        {
            discriminator.Find(fact)?.Evaluate(fact, bits);
        }
    }

    /// <summary>The same one by one, for a fact on which a condition throws: that condition counts as not met.</summary>
    public void EvaluateEach(object fact, Span<ulong> bits, Action<PatternPlan, Exception> failed)
    {
        bits.Clear();
        for (var i = 0; i < Patterns.Length; i++)
        {
            try
            {
                bits[i >> 6] |= Patterns[i].Full(fact) ? 1UL << i : 0;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed(Patterns[i], e);
            }
        }
    }
}
