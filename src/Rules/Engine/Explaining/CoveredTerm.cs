using System.Linq.Expressions;
using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Explaining;

/// <summary>One condition and its tally.</summary>
internal sealed class CoveredTerm(string kind, string text, IReadOnlyList<int> reads, Func<object?[], bool>? test)
{
    private long _true;
    private long _false;

    /// <summary>The conditions of a pattern or of a having, in written order.</summary>
    public static CoveredTerm[] Of(TextItem item) =>
    [
        .. (item.Own?.Terms ?? []).Select((term, i) => new CoveredTerm(
            item.Word, item.OwnTexts[i], [item.Slot], Compile(new ParameterSwap(term.Parameters[0], Scope.Read(item.Slot, item.Type)).Visit(term.Body)))),
        .. item.Joint.Select(c => new CoveredTerm(item.Word, c.Text, [.. c.Reads], Compile(c.Body))),
    ];

    /// <summary>Whether it holds, counted. A value that it reads and that is not there leaves it out of account; what throws does not hold.</summary>
    public bool Holds(object?[] values)
    {
        foreach (var slot in reads)
        {
            if (values[slot] is null)
            {
                return true;
            }
        }

        return Count(Test(values));
    }

    /// <summary>As <see cref="Holds"/>, without counting.</summary>
    public bool Test(object?[] values)
    {
        try
        {
            return test is null || test(values);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    public bool Count(bool holds)
    {
        _true += holds ? 1 : 0;
        _false += holds ? 0 : 1;
        return holds;
    }

    public TermCoverage Told(string rule) => new(rule, kind, text, _true, _false);

    private static Func<object?[], bool> Compile(Expression body) =>
        Expression.Lambda<Func<object?[], bool>>(body, Scope.Values).Compile(preferInterpretation: true);
}
