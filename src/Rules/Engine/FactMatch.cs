using EventOps.Rules.Language;

namespace EventOps.Rules.Engine;

internal sealed record FactMatch(string Name, object Value) : IFactMatch
{
    public Type Type => Value.GetType();

    object? IFactMatch.Value => Value;

    public IFactSource? Source => null;
}
