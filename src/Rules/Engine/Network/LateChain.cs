using System.Globalization;
using EventOps.Rules.Engine.Compilation;
using EventOps.Rules.Engine.Time;

namespace EventOps.Rules.Engine.Network;

/// <summary>What is judged and computed for a match after its facts are joined: computed values, time, and conditions on those.</summary>
internal sealed class LateChain(BranchState branch, Timeline timeline)
{
    private readonly LateStep[] _steps = [.. branch.Plan.Late];
    private readonly string _rule = branch.Rule.Plan.Definition.Name;

    public bool HasTime { get; } = branch.Plan.Late.Any(s => s is LateTime);

    public bool Holds(JoinTuple tuple, Sighting sighting)
    {
        var state = MatchSink.StateOf(tuple);
        tuple.Load(branch.Values);
        branch.Begins();
        try
        {
            Judge(tuple, state, sighting);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            state.FailedStep = 0;
            branch.Failed(e);
        }

        return state.FailedStep < 0;
    }

    public bool MayFire(JoinTuple tuple)
    {
        if (!HasTime)
        {
            return true;
        }

        var state = MatchSink.StateOf(tuple);
        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i] is LateTime time && !time.Operator.MayFire(TimeOf(tuple, state, i, out _), timeline.Now))
            {
                return false;
            }
        }

        return true;
    }

    public void Load(MatchState? state, object?[] values)
    {
        if (state?.Late is not { } late)
        {
            return;
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i].Slot >= 0)
            {
                values[_steps[i].Slot] = late[i];
            }
        }
    }

    public void Release(MatchState state)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i] is LateTime time && state.Times?[i] is { } known)
            {
                timeline.Release(state.TimeKeys![i]!, known, time.Operator.KeepUntil(known));
            }
        }
    }

    private void Judge(JoinTuple tuple, MatchState state, Sighting sighting)
    {
        var late = state.Late ??= new object?[_steps.Length];
        state.FailedStep = -1;
        long? due = null;
        for (var i = 0; i < _steps.Length; i++)
        {
            switch (_steps[i])
            {
                case LateValue value when state.FailedStep < 0:
                    branch.Values[value.Slot] = late[i] = value.Value(branch.Values);
                    break;
                case LateTest test when state.FailedStep < 0 && !test.Test(branch.Values):
                    state.FailedStep = i;
                    break;
                case LateTime time:
                    JudgeTime(time, tuple, state, i, sighting, ref due);
                    break;
            }
        }

        if (due is { } next)
        {
            timeline.Schedule(tuple, next);
        }
        else
        {
            state.Due = null;
        }
    }

    private void JudgeTime(LateTime time, JoinTuple tuple, MatchState state, int step, Sighting sighting, ref long? due)
    {
        var known = TimeOf(tuple, state, step, out var restored);
        if (state.FailedStep >= 0)
        {
            time.Operator.Break(known);
            return;
        }

        // A fact that is put back after a restart is no new sighting.
        if (!time.Operator.Holds(known, branch.Values, timeline.Now, restored ? Sighting.Time : sighting))
        {
            state.FailedStep = step;
        }

        if (time.Slot >= 0)
        {
            branch.Values[time.Slot] = state.Late![step] = known.Value;
        }

        if (known.Due is { } wanted && (due is null || wanted < due))
        {
            due = wanted;
        }
    }

    private TimeState TimeOf(JoinTuple tuple, MatchState state, int step, out bool restored)
    {
        restored = false;
        var times = state.Times ??= new TimeState?[_steps.Length];
        if (times[step] is { } known)
        {
            return known;
        }

        var key = KeyOf(tuple, step);
        (state.TimeKeys ??= new string?[_steps.Length])[step] = key;
        return times[step] = timeline.Claim(key, out restored);
    }

    /// <summary>Rule, alternative, operator with its words, and the facts: the same after a restart, another when the operator was changed.</summary>
    private string KeyOf(JoinTuple tuple, int step)
    {
        var place = Array.IndexOf([.. branch.Rule.Branches], branch);
        var facts = Enumerable.Range(0, tuple.Join.Width).Select(i => tuple[i].IdentityText());
        return string.Create(CultureInfo.InvariantCulture, $"{_rule} | {Math.Max(place, 0)}.{step} {((LateTime)_steps[step]).Text} | {string.Join(", ", facts)}");
    }
}
