using System.Linq.Expressions;

namespace EventOps.Rules.Engine.Network;

/// <summary>Patterns that compare one number of the fact with different bounds, sorted, so that only those met are touched.</summary>
internal abstract class ThresholdList
{
    public abstract void Evaluate(object fact, Span<ulong> words);
}

internal sealed class ThresholdList<T> : ThresholdList
    where T : struct, IComparable<T>
{
    private readonly Func<object, T> _value;
    private readonly ExpressionType _operator;
    private readonly T[] _bounds;
    private readonly int[] _bits;
    private readonly Func<object, bool>?[] _rest;

    /// <param name="items">A bound, a bit, and what remains to be tested.</param>
    public ThresholdList(Func<object, T> value, ExpressionType comparison, IEnumerable<(T Bound, int Bit, Func<object, bool>? Residual)> items)
    {
        _value = value;
        _operator = comparison;

        // Sorted so that those met are always a prefix: ascending for > and >=, descending for < and <=.
        var ascending = comparison is ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual;
        var sorted = (ascending ? items.OrderBy(i => i.Bound) : items.OrderByDescending(i => i.Bound)).ToList();
        _bounds = [.. sorted.Select(i => i.Bound)];
        _bits = [.. sorted.Select(i => i.Bit)];
        _rest = [.. sorted.Select(i => i.Residual)];
    }

    public override void Evaluate(object fact, Span<ulong> words)
    {
        var value = _value(fact);
        if (value is double.NaN)
        {
            return;
        }

        for (var i = 0; i < _bounds.Length && Meets(value.CompareTo(_bounds[i])); i++)
        {
            if (_rest[i] is not { } rest || rest(fact))
            {
                words[_bits[i] >> 6] |= 1UL << _bits[i];
            }
        }
    }

    private bool Meets(int comparison) => _operator switch
    {
        ExpressionType.GreaterThan => comparison > 0,
        ExpressionType.GreaterThanOrEqual => comparison >= 0,
        ExpressionType.LessThan => comparison < 0,
        _ => comparison <= 0,
    };
}
