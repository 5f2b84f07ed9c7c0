using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>
/// The variables of one rule: which slot of a match's values each stands for, and what computed ones are made of. Branches of an
/// Or share the slots, so that actions are compiled once.
/// </summary>
internal sealed class Scope
{
    private readonly Dictionary<string, (int Slot, Type Type)> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LambdaExpression> _lets = new(StringComparer.Ordinal);

    public static ParameterExpression Values { get; } = Expression.Parameter(typeof(object?[]), "values");

    public int Count { get; private set; }

    public int Declare(string alias, Type type)
    {
        if (alias.Length == 0)
        {
            return Count++;
        }

        if (_slots.TryGetValue(alias, out var known))
        {
            return known.Type == type
                ? known.Slot
                : throw new ArgumentException($"'{alias}' is a {known.Type.Name} in one place and a {type.Name} in another; use two variables");
        }

        _slots[alias] = (Count, type);
        return Count++;
    }

    public void DeclareLet(string alias, LambdaExpression value) => _lets[alias] = value;

    public bool TryGetSlot(string alias, out int slot, out Type type)
    {
        var found = _slots.TryGetValue(alias, out var entry);
        (slot, type) = entry;
        return found;
    }

    public bool TryGetLet(string alias, out LambdaExpression value) => _lets.TryGetValue(alias, out value!);

    /// <summary>The slots' names, for explanations; empty where a slot has none.</summary>
    public string[] Names()
    {
        var names = new string[Count];
        Array.Fill(names, "");
        foreach (var (alias, (slot, _)) in _slots)
        {
            names[slot] = alias;
        }

        return names;
    }

    /// <summary>The value of a slot, as its declared type.</summary>
    public static Expression Read(int slot, Type type) => As(Expression.ArrayIndex(Values, Expression.Constant(slot)), type);

    /// <summary>What stands in a slot always has the slot's type, so no check is made.</summary>
    public static Expression As(Expression value, Type type) => type.IsValueType
        ? Expression.Unbox(value, type)
        : Expression.Call(typeof(Unsafe), nameof(Unsafe.As), [type], value);

    /// <summary>The variable that a member access stands for; null when it is an ordinary member.</summary>
    public static string? AliasOf(MemberExpression node) =>
        node.Member.DeclaringType is { } owner && owner.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && IsClosure(node.Expression)
            ? node.Member.Name
            : null;

    private static bool IsClosure(Expression? expression) => expression switch
    {
        ConstantExpression => true,
        MemberExpression inner => inner.Type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && IsClosure(inner.Expression),
        _ => false,
    };
}
