using System.Globalization;
using EventOps.Rules.Engine.Explaining;

namespace EventOps.Host.Commands;

/// <summary>Which conditions no test has tried both ways, for a person to read.</summary>
internal static class CoverageText
{
    public static void Print(IReadOnlyList<TermCoverage> terms, TextWriter output)
    {
        var tried = terms.Where(t => t.True + t.False > 0).ToList();
        var both = tried.Count(t => t is { True: > 0, False: > 0 });
        var rules = terms.GroupBy(t => t.Rule, StringComparer.Ordinal).ToList();
        foreach (var rule in rules.Where(r => r.Any(t => t.True + t.False > 0 && (t.True == 0 || t.False == 0))))
        {
            output.WriteLine(rule.Key);
            foreach (var term in rule.Where(t => t.True + t.False > 0 && (t.True == 0 || t.False == 0)))
            {
                output.WriteLine($"    {(term.True == 0 ? "never true" : "never false"),-12} {(term.Kind is "match" or "having" ? "" : term.Kind + " ")}{JournalPrinter.Printable(term.Text)}");
            }
        }

        var untried = rules.Where(r => r.All(t => t.True + t.False == 0)).Select(r => r.Key).ToList();
        if (untried.Count > 0)
        {
            output.WriteLine("Never tried, as no fact was there that they match: " + string.Join(", ", untried.Select(JournalPrinter.Printable)));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Conditions: {both} of {terms.Count} were both true and false, {tried.Count(t => t.True == 0)} never true, {tried.Count(t => t.False == 0)} never false, {terms.Count - tried.Count} never reached"));
    }
}
