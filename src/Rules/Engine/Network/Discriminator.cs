namespace EventOps.Rules.Engine.Network;

/// <summary>Finds the patterns that ask for the value that one property of the fact has.</summary>
internal abstract class Discriminator
{
    public abstract PatternGroup? Find(object fact);
}

internal sealed class Discriminator<TKey>(Func<object, TKey?> value, Dictionary<TKey, PatternGroup> groups) : Discriminator
    where TKey : notnull
{
    public override PatternGroup? Find(object fact) => value(fact) is { } key ? groups.GetValueOrDefault(key) : null;
}
