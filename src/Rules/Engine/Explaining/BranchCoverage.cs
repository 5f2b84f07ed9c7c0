using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Network;

namespace EventOps.Rules.Engine.Explaining;

/// <summary>
/// Looks at all combinations of facts for one alternative of a rule, condition by condition in written order; as soon as one does
/// not hold, those behind it are not asked.
/// </summary>
internal sealed class BranchCoverage
{
    private const int MostTried = 20_000;

    private readonly BranchState _branch;
    private readonly List<(TextItem Item, CoveredTerm[] Terms)> _patterns = [];
    private readonly List<(TextItem Item, CoveredTerm Term, CoveredTerm[] Inner)> _others = [];
    private readonly List<TextItem> _matched;
    private readonly object?[] _values;
    private IReadOnlyList<object> _facts = [];
    private int _tried;

    public BranchCoverage(BranchState branch)
    {
        _branch = branch;
        _values = new object?[branch.Values.Length];
        foreach (var item in branch.Plan.Text.Items)
        {
            if (item.Word == "match")
            {
                _patterns.Add((item, CoveredTerm.Of(item)));
            }
            else if (item.Word is "having")
            {
                _others.AddRange(CoveredTerm.Of(item).Select(t => (item, t, Array.Empty<CoveredTerm>())));
            }
            else if (item.Word is "not" or "exists" or "all" or "time")
            {
                _others.Add((item, new CoveredTerm(item.Word, TextOf(item), [], null), item.Word == "time" ? [] : CoveredTerm.Of(item)));
            }
        }

        _matched = [.. _patterns.Select(p => p.Item)];
        Types = branch.Plan.Text.Items.Select(i => i.Type).OfType<Type>().ToHashSet();
    }

    /// <summary>Of the facts that it depends on.</summary>
    public IReadOnlySet<Type> Types { get; }

    public IEnumerable<TermCoverage> Told(string rule) => _patterns.SelectMany(p => p.Terms).Concat(_others.Select(o => o.Term)).Select(t => t.Told(rule));

    public void Look(IReadOnlyList<object> facts)
    {
        (_facts, _tried) = (facts, 0);
        Array.Clear(_values);
        Combine(0);
    }

    private void Combine(int depth)
    {
        if (depth == _patterns.Count)
        {
            Judge();
            return;
        }

        var (item, terms) = _patterns[depth];
        foreach (var fact in _facts)
        {
            if (!item.Type.IsInstanceOfType(fact))
            {
                continue;
            }

            if (++_tried > MostTried)
            {
                return;
            }

            _values[item.Slot] = fact;
            if (Array.TrueForAll(terms, t => t.Holds(_values)))
            {
                Combine(depth + 1);
            }
        }

        _values[item.Slot] = null;
    }

    private void Judge()
    {
        foreach (var (item, term, inner) in _others)
        {
            var holds = item.Word switch
            {
                "having" => term.Holds(_values),
                "time" => term.Count(_branch.MatchOf(_matched, _values) is { } state && (state.FailedStep < 0 || state.FailedStep > item.LateStep)),
                "exists" => term.Count(AnyMeets(item, inner)),
                _ => term.Count(!AnyMeets(item, inner)),
            };
            if (!holds)
            {
                return;
            }
        }
    }

    private bool AnyMeets(TextItem item, CoveredTerm[] inner)
    {
        var before = _values[item.Slot];
        var any = false;
        foreach (var fact in _facts)
        {
            if (item.Type.IsInstanceOfType(fact))
            {
                _values[item.Slot] = fact;
                any = Array.TrueForAll(inner, t => t.Test(_values));
                if (any)
                {
                    break;
                }
            }
        }

        _values[item.Slot] = before;
        return any;
    }

    private static string TextOf(TextItem item)
    {
        if (item.Word == "time")
        {
            return item.OwnTexts[0];
        }

        var conditions = item.OwnTexts.Concat(item.Joint.Select(j => j.Text)).ToList();
        return conditions.Count == 0 ? item.Type.Name : $"{item.Type.Name}: {string.Join(" && ", conditions)}";
    }
}
