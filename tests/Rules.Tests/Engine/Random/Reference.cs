namespace EventOps.Rules.Tests.Engine.Random;

/// <summary>What happened to a fact; its old values are those before, null for a new one.</summary>
public sealed record Change(Node Fact, string? OldK, int OldV);

/// <summary>A match of the slow engine.</summary>
/// <param name="Touches">Whether a change that leaves the match standing updates it.</param>
public sealed record ReferenceMatch(string Key, string Note, Func<Change, bool> Touches);

/// <summary>A rule of the slow engine.</summary>
public sealed record ReferenceRule(Func<IReadOnlyList<Node>, IEnumerable<ReferenceMatch>> Matches, bool Once = false);

/// <summary>The slow engine: it computes all matches of all rules anew after every change, and compares with those before.</summary>
public sealed class Reference(IReadOnlyList<ReferenceRule> rules)
{
    private readonly Dictionary<string, bool>[] _matches = [.. rules.Select(_ => new Dictionary<string, bool>())];
    private readonly Dictionary<string, string>[] _queued = [.. rules.Select(_ => new Dictionary<string, string>())];

    public void Changed(IReadOnlyList<Node> facts, Change change)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var now = new Dictionary<string, bool>();
            var queued = new Dictionary<string, string>();
            foreach (var match in rules[i].Matches(facts))
            {
                var known = _matches[i].TryGetValue(match.Key, out var fired);
                now[match.Key] = fired;
                var again = known && match.Touches(change) && !(fired && rules[i].Once);
                if (!known || again || _queued[i].ContainsKey(match.Key))
                {
                    queued[match.Key] = match.Note;
                }
            }

            (_matches[i], _queued[i]) = (now, queued);
        }
    }

    public IEnumerable<string> Fire()
    {
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var (key, note) in _queued[i])
            {
                _matches[i][key] = true;
                yield return note;
            }

            _queued[i].Clear();
        }
    }
}
