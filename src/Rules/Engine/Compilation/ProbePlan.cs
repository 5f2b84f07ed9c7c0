using System.Linq.Expressions;
using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Asks an index for the items whose key equals that of the values at hand.</summary>
internal abstract class ProbePlan
{
    public abstract Bucket? Find(KeyIndex index, object?[] values);

    public static ProbePlan Of(Expression key) =>
        (ProbePlan)Activator.CreateInstance(typeof(ProbePlan<>).MakeGenericType(key.Type), key)!;
}

internal sealed class ProbePlan<TKey>(Expression key) : ProbePlan
    where TKey : notnull
{
    private readonly Func<object?[], TKey> _key = Expression.Lambda<Func<object?[], TKey>>(key, Scope.Values).CompileLazily();

    public override Bucket? Find(KeyIndex index, object?[] values) => ((KeyIndex<TKey>)index).Find(_key(values));
}

internal sealed class ScanProbe : ProbePlan
{
    public static readonly ScanProbe Instance = new();

    public override Bucket? Find(KeyIndex index, object?[] values) => ((ScanIndex)index).All;
}
