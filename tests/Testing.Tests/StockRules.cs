using EventOps.Rules.Language;

namespace EventOps.Testing.Tests;

/// <summary>All rules of the folder rules/.</summary>
internal static class StockRules
{
    public static Rule[] All => [.. Types.Select(t => (Rule)Activator.CreateInstance(t)!)];

    public static IReadOnlyList<Type> Types { get; } = [.. typeof(StockRules).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Rule))).OrderBy(t => t.Name, StringComparer.Ordinal)];
}
