using EventOps.Rules.Engine.Explaining;

namespace EventOps.Host.Replay;

/// <summary>Adds up what several runs of the same rules tried of their conditions.</summary>
internal sealed class CoverageSum
{
    private readonly Dictionary<(string Rule, string Kind, string Text), int> _places = [];
    private readonly List<TermCoverage> _terms = [];

    /// <summary>In the order of the rules, and of their conditions as written.</summary>
    public IReadOnlyList<TermCoverage> Terms => _terms;

    public void Add(IEnumerable<TermCoverage> run)
    {
        foreach (var term in run)
        {
            if (_places.TryAdd((term.Rule, term.Kind, term.Text), _terms.Count))
            {
                _terms.Add(term);
            }
            else
            {
                var place = _places[(term.Rule, term.Kind, term.Text)];
                _terms[place] = term with { True = _terms[place].True + term.True, False = _terms[place].False + term.False };
            }
        }
    }
}
