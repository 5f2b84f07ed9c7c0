using System.Globalization;
using System.Linq.Expressions;
using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Network;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Explaining;

/// <summary>Judges single terms over given values, and reads the values of their parts.</summary>
internal sealed class TermJudge(string[] names, object?[] values)
{
    public IEnumerable<TermExplanation> Own(TextItem item, object fact)
    {
        for (var i = 0; i < item.Own!.Terms.Count; i++)
        {
            var term = item.Own.Terms[i];
            var body = new ParameterSwap(term.Parameters[0], Scope.Read(item.Slot, item.Type)).Visit(term.Body);
            yield return Term(item.Word, item.OwnTexts[i], body, term.Parameters[0].Name, item.Slot);
        }
    }

    public IEnumerable<TermExplanation> Joint(TextItem item) =>
        item.Joint.Where(c => c.Reads.All(r => values[r] is not null)).Select(c => Term(item.Word, c.Text, c.Body, null, -1));

    public TermExplanation Quantified(TextItem item, IReadOnlyList<object> facts)
    {
        if (item.Joint.SelectMany(c => c.Reads).Any(r => r != item.Slot && values[r] is null))
        {
            return new TermExplanation(item.Word, Text(item), Holds: false, [], "a fact that it depends on is missing");
        }

        var found = Meeting(item, facts);
        var holds = item.Word == "exists" ? found.Count > 0 : found.Count == 0;
        var word = item.Word == "all" ? "exceptions" : "found";
        List<TermValue> seen = [new(word, found.Count.ToString(CultureInfo.InvariantCulture)), .. found.Take(1).Select(f => new TermValue("first", Say(f)))];
        return new TermExplanation(item.Word, Text(item), holds, seen);
    }

    public TermExplanation Counted(TextItem item, IReadOnlyList<object> facts)
    {
        var known = item.Joint.SelectMany(c => c.Reads).All(r => r == item.Slot || values[r] is not null);
        var count = known ? Meeting(item, facts).Count : 0;
        return new TermExplanation(item.Word, Text(item), Holds: true, [new TermValue("found", count.ToString(CultureInfo.InvariantCulture))]);
    }

    public static TermExplanation Timed(TextItem item, MatchState state)
    {
        var holds = state.FailedStep < 0 || state.FailedStep > item.LateStep;
        var seen = new List<TermValue>();
        if (state.Times?[item.LateStep] is { } time)
        {
            Add("since", time.Since);
            Add("next look", time.Due);
            if (item.Slot >= 0)
            {
                seen.Add(new TermValue(item.Alias, Say(time.Value)));
            }
        }

        return new TermExplanation(item.Word, item.OwnTexts[0], holds, seen);

        void Add(string text, long? ticks)
        {
            if (ticks is { } at)
            {
                seen.Add(new TermValue(text, Say(new DateTimeOffset(at, TimeSpan.Zero))));
            }
        }
    }

    private static string Text(TextItem item)
    {
        var conditions = item.OwnTexts.Concat(item.Joint.Select(j => j.Text)).ToList();
        return conditions.Count == 0 ? $"{item.Word} {item.Type.Name}" : $"{item.Word} {item.Type.Name}: {string.Join(" && ", conditions)}";
    }

    private static string Say(object? value) => value switch
    {
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        double number => number.ToString("0.###", CultureInfo.InvariantCulture),
        _ => ExpressionText.Constant(value),
    };

    private List<object> Meeting(TextItem item, IReadOnlyList<object> facts)
    {
        var before = values[item.Slot];
        var found = new List<object>();
        foreach (var fact in facts.Where(item.Type.IsInstanceOfType))
        {
            values[item.Slot] = fact;
            if (Own(item, fact).All(t => t.Holds) && Joint(item).All(t => t.Holds))
            {
                found.Add(fact);
            }
        }

        values[item.Slot] = before;
        return found;
    }

    private TermExplanation Term(string word, string text, Expression body, string? parameter, int slot)
    {
        var seen = new List<TermValue>();
        foreach (var part in PartFinder.Of(body))
        {
            seen.Add(new TermValue(part.Text(s => s == slot ? parameter ?? names[s] : names[s]), Try(part.Expression)));
        }

        try
        {
            return new TermExplanation(word, text, Evaluate(body) is true, seen);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new TermExplanation(word, text, Holds: false, seen, e.Message);
        }
    }

    private string Try(Expression expression)
    {
        try
        {
            return Say(Evaluate(expression));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"failed: {e.Message}";
        }
    }

    private object? Evaluate(Expression expression) =>
        Expression.Lambda<Func<object?[], object?>>(Expression.Convert(expression, typeof(object)), Scope.Values).Compile(preferInterpretation: true)(values);
}
