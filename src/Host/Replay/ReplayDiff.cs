using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>Lays the actions of two replays side by side.</summary>
internal static class ReplayDiff
{
    /// <param name="range">What lies outside is replayed, since the rest depends on it, and not told.</param>
    public static ReplayDiffReport Compare(ReplayFork old, ReplayFork now, ReplayRange range)
    {
        var changes = new List<ActionChange>();
        foreach (var resource in old.Actions.Concat(now.Actions).Select(a => a.Intent.Resource).Distinct().Order(StringComparer.Ordinal))
        {
            changes.AddRange(Align(Of(old, resource), Of(now, resource)));
        }

        return new ReplayDiffReport(
            [.. changes.Where(IsTold).OrderBy(c => c.At).ThenBy(c => (c.Old ?? c.New)!.Intent.Resource, StringComparer.Ordinal)],
            [.. old.Actions.Where(a => range.Holds(a.At))],
            [.. now.Actions.Where(a => range.Holds(a.At))],
            old.Fork,
            now.Fork,
            [.. old.Curves.Select(c => c.In(range))],
            [.. now.Curves.Select(c => c.In(range))]);

        bool IsTold(ActionChange change) => (change.Old is { } o && range.Holds(o.At)) || (change.New is { } n && range.Holds(n.At));
    }

    private static List<ReplayAction> Of(ReplayFork fork, string resource) => [.. fork.Actions.Where(a => a.Intent.Resource == resource)];

    /// <summary>Between two actions that both have, the others are paired in order, each with one of its own kind.</summary>
    private static IEnumerable<ActionChange> Align(List<ReplayAction> old, List<ReplayAction> now)
    {
        var taken = 0;
        var gone = new Queue<ReplayAction>();
        foreach (var action in old)
        {
            var same = now.FindIndex(taken, n => IsSame(n, action));
            if (same < 0)
            {
                gone.Enqueue(action);
                continue;
            }

            foreach (var change in Pair(gone, now[taken..same]))
            {
                yield return change;
            }

            taken = same + 1;
        }

        foreach (var change in Pair(gone, now[taken..]))
        {
            yield return change;
        }
    }

    private static IEnumerable<ActionChange> Pair(Queue<ReplayAction> gone, List<ReplayAction> come)
    {
        foreach (var action in come)
        {
            if (gone.TryPeek(out var old) && old.Intent.GetType() == action.Intent.GetType())
            {
                gone.Dequeue();
                yield return new ActionChange(Kind(old, action), action.At < old.At ? action.At : old.At, old, action);
            }
            else
            {
                yield return new ActionChange(ActionChangeKind.Appears, action.At, null, action);
            }
        }

        while (gone.TryDequeue(out var left))
        {
            yield return new ActionChange(ActionChangeKind.Vanishes, left.At, left, null);
        }
    }

    private static ActionChangeKind Kind(ReplayAction old, ReplayAction now) =>
        (old.At == now.At, SizeOf(old) == SizeOf(now)) switch
        {
            (true, _) => ActionChangeKind.Resized,
            (_, true) => ActionChangeKind.Moved,
            _ => ActionChangeKind.MovedAndResized,
        };

    private static bool IsSame(ReplayAction a, ReplayAction b) => a.At == b.At && a.Intent == b.Intent;

    private static Bytes SizeOf(ReplayAction action) => action.Intent is GrowVolume grow ? grow.ToAtLeast : Bytes.Zero;
}

/// <summary>What two rule sets make of one journal.</summary>
/// <param name="OldFork">Where the old rules leave the recording; null when they took exactly its actions.</param>
internal sealed record ReplayDiffReport(
    IReadOnlyList<ActionChange> Changes,
    IReadOnlyList<ReplayAction> Old,
    IReadOnlyList<ReplayAction> New,
    ForkPoint? OldFork,
    ForkPoint? NewFork,
    IReadOnlyList<UsageCurveText> OldCurves,
    IReadOnlyList<UsageCurveText> NewCurves);

/// <summary>An action that is not the same under both.</summary>
/// <param name="At">The earlier of the two.</param>
internal sealed record ActionChange(ActionChangeKind Kind, DateTimeOffset At, ReplayAction? Old, ReplayAction? New);

internal enum ActionChangeKind
{
    Appears,
    Vanishes,
    Moved,
    Resized,
    MovedAndResized,
}
