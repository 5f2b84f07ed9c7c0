using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>What is said, and stands as an alarm, while rules are refused or parked.</summary>
internal sealed partial class RuleService
{
    private const string RefusedAlarm = "rules";
    private const string ParkedAlarm = "rule:";

    /// <summary>The same problems twice in a row are said once: editors touch files more often than they change them.</summary>
    private IReadOnlyList<RuleProblem> Refuse(IReadOnlyList<RuleProblem> problems)
    {
        if (!problems.SequenceEqual(_refused))
        {
            _refused = problems;
            _inbox.Post(new RulesRefused(problems), Source);
            var more = problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "";
            _inbox.Post(new AlarmRaised(RefusedAlarm, Severity.Warning, $"the rules in {_folder} are refused, those before them stay in force: {problems[0]}{more}"), Source);
        }

        return problems;
    }

    private void Accepted()
    {
        _refused = [];
        Clear(RefusedAlarm);
    }

    /// <inheritdoc/>
    public void Park(string rule, string reason)
    {
        if (_loaded.FirstOrDefault(r => r.Name == rule) is { } known)
        {
            Park(new RuleParked(rule, known.File, known.Sha256, reason), isInProcess: true);
        }
    }

    /// <summary>Parks a rule until its file changes.</summary>
    /// <param name="isInProcess">It is loaded still, and its session leaves it out.</param>
    private void Park(RuleParked rule, bool isInProcess)
    {
        if (!_register.Park(rule))
        {
            return;
        }

        _inbox.Post(rule, Source);
        _inbox.Post(
            new AlarmRaised(ParkedAlarm + rule.Rule, Severity.Critical, $"the rule '{rule.Rule}' is parked until {rule.File} changes: {rule.Reason}"), Source);
        if (!isInProcess)
        {
            _loaded = [.. _loaded.Where(r => r.Name != rule.Rule)];
        }
    }

    private void Unpark(RuleSetManifest manifest)
    {
        foreach (var name in _register.Unpark(manifest))
        {
            _inbox.Post(new RuleUnparked(name, "its file changed"), Source);
            Clear(ParkedAlarm + name);
        }
    }

    private void Clear(string alarm)
    {
        if (_board.Standing().Any(s => s.Event is AlarmRaised raised && raised.Key == alarm))
        {
            _inbox.Post(new AlarmCleared(alarm), Source);
        }
    }
}
