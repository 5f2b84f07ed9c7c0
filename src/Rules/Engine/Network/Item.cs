using System.Diagnostics.CodeAnalysis;

namespace EventOps.Rules.Engine.Network;

/// <summary>One thing that an input holds: a fact that meets its pattern, a result of its query, or a tuple of its join.</summary>
internal sealed class Item(InputState input)
{
    private IndexLink _link;
    private readonly IndexLink[]? _links = input.Indexes.Length > 1 ? new IndexLink[input.Indexes.Length] : null;

    public InputState Input { get; } = input;

    /// <summary>For a fact.</summary>
    public FactEntry? Entry;

    /// <summary>The bit of the pattern among the fact's.</summary>
    public int Bit;

    /// <summary>The next item of the same fact.</summary>
    public Item? NextOfFact;

    /// <summary>For a query's result: what it belongs to. For a tuple of a join: null.</summary>
    public Item? Left;

    /// <summary>For a tuple of a join.</summary>
    public JoinTuple? Tuple;

    /// <summary>For a query's result.</summary>
    public object? Value;

    /// <summary>The tuples that it is part of.</summary>
    public JoinTuple? FirstTuple;
    public JoinTuple? LastTuple;

    /// <summary>The tuples that it is the witness of, for a quantifier.</summary>
    public JoinTuple? FirstWitnessed;

    /// <summary>What a query keeps for it.</summary>
    public QueryInstance? Instance;

    /// <summary>The search that has seen it last.</summary>
    public int Stamp;

    public bool IsDirty;

    public bool IsGone;

    /// <summary>The joins know of it.</summary>
    public bool IsAnnounced;

    public bool KeyChanged;

    [SuppressMessage("Design", "CA1051", Justification = "A reference to the link in place.")]
    public ref IndexLink Link(int ordinal) => ref _links is null ? ref _link : ref _links[ordinal];

    /// <summary>What it is made of, in words that are the same after a restart.</summary>
    public string IdentityText()
    {
        if (Entry is { } entry)
        {
            return entry.Table.Identity.Text(entry.Fact);
        }

        if (Tuple is { } tuple)
        {
            return string.Join(", ", Enumerable.Range(0, tuple.Join.Width).Select(i => tuple[i].IdentityText()));
        }

        var value = Value?.GetType().GetProperty("Key")?.GetValue(Value) is { } key ? $"group {key}" : "query";
        return Left is null ? value : $"{Left.IdentityText()}, {value}";
    }

    /// <summary>Puts its values into their slots.</summary>
    public void Load(object?[] values)
    {
        if (Entry is { } entry)
        {
            values[Input.Slot] = entry.Fact;
            return;
        }

        if (Tuple is { } tuple)
        {
            tuple.Load(values);
            return;
        }

        Left?.Load(values);
        values[Input.Slot] = Value;
    }
}
