using System.Linq.Expressions;
using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>How the items of an input are found by a key.</summary>
internal abstract class IndexPlan(string text)
{
    /// <summary>Two indexes of one input with the same text are the same index.</summary>
    public string Text => text;

    /// <summary>Its place among the input's indexes.</summary>
    public int Ordinal { get; set; }

    public abstract KeyIndex Create();

    public static IndexPlan Of(Expression key) =>
        (IndexPlan)Activator.CreateInstance(typeof(IndexPlan<>).MakeGenericType(key.Type), key)!;
}

internal sealed class IndexPlan<TKey>(Expression key) : IndexPlan(key.ToString())
    where TKey : notnull
{
    private readonly Func<object?[], TKey> _key = Expression.Lambda<Func<object?[], TKey>>(key, Scope.Values).CompileLazily();

    public override KeyIndex Create() => new KeyIndex<TKey>(Ordinal, _key);
}

/// <summary>All items, in the order they came.</summary>
internal sealed class ScanPlan() : IndexPlan("*")
{
    public override KeyIndex Create() => new ScanIndex(Ordinal);
}
