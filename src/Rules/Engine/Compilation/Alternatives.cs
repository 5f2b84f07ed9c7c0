using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Multiplies out the Ors of a rule: each result is a list joined by And.</summary>
internal static class Alternatives
{
    public static List<List<RuleElement>> Of(IReadOnlyList<RuleElement> elements)
    {
        List<List<RuleElement>> all = [[]];
        foreach (var element in elements)
        {
            var ways = Ways(element);
            all = [.. from before in all from way in ways select (List<RuleElement>)[.. before, .. way]];
        }

        return all;
    }

    private static List<List<RuleElement>> Ways(RuleElement element) => element switch
    {
        GroupElement { Any: true } any => Any(any.Elements),
        GroupElement all => Of(all.Elements),
        _ => [[element]],
    };

    private static List<List<RuleElement>> Any(IReadOnlyList<RuleElement> elements)
    {
        var ways = new List<List<RuleElement>>();
        var last = 0;
        foreach (var element in elements)
        {
            if (element is HavingElement having)
            {
                // In an Or, Having belongs to the alternative just before it.
                ways[last..].ForEach(w => w.Add(having));
                continue;
            }

            last = ways.Count;
            ways.AddRange(Ways(element));
        }

        return ways;
    }
}
