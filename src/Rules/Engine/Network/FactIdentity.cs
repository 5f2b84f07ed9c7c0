using System.Runtime.CompilerServices;
using EventOps.Model;

namespace EventOps.Rules.Engine.Network;

/// <summary>What makes two facts of a type the same fact: a key of theirs, or else their own equality.</summary>
internal abstract class FactIdentity
{
    private static readonly FactIdentity Keyed = new KeyedIdentity();
    private static readonly FactIdentity Own = new OwnIdentity();

    public static FactIdentity Of(Type type) => typeof(IFact).IsAssignableFrom(type) ? Keyed : Own;

    public abstract int Hash(object fact);

    /// <summary>Both are of one type.</summary>
    public abstract bool Same(object a, object b);

    /// <summary>The identity in words, the same in the next run: the key under which state is kept.</summary>
    public abstract string Text(object fact);

    private sealed class KeyedIdentity : FactIdentity
    {
        public override int Hash(object fact) => ((IFact)fact).Key.GetHashCode(StringComparison.Ordinal);

        public override bool Same(object a, object b) => ((IFact)a).Key == ((IFact)b).Key;

        public override string Text(object fact) => $"{fact.GetType().Name}:{((IFact)fact).Key}";
    }

    private sealed class OwnIdentity : FactIdentity
    {
        public override int Hash(object fact) => fact.GetHashCode();

        public override bool Same(object a, object b) => ReferenceEquals(a, b) || a.Equals(b);

        public override string Text(object fact) => $"{fact.GetType().Name}:{(fact.GetType().GetMethod("ToString", Type.EmptyTypes)?.DeclaringType == typeof(object) ? RuntimeHelpers.GetHashCode(fact) : fact)}";
    }
}
