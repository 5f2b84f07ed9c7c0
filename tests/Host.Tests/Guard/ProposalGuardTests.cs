using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

/// <summary>What has a risk is done after an operator's yes only.</summary>
public sealed class ProposalGuardTests
{
    private static readonly CheckFileSystem Check = new("/data", "/dev/vg0/data0", "ext4", "defaults", "it has met errors");

    private readonly ActionGuard _guard = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _sequence;

    public ProposalGuardTests() => See(new SettingsLoaded("f", "h", ActingMode.Act, []));

    [Fact]
    public void Without_a_yes_it_waits_and_says_the_risk_and_how_to_say_yes()
    {
        var verdict = Ask();
        Assert.Equal(Verdict.AwaitsApproval, verdict.Verdict);
        Assert.Contains(Check.Risk, verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("eventops approve check:/data", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal([Check], _guard.Proposals);
    }

    [Fact]
    public void A_yes_is_for_one_action_of_this_name()
    {
        See(new ProposalApproved("check:/other", "uid 0"));
        Assert.Equal(Verdict.AwaitsApproval, Ask().Verdict);
        See(new ProposalApproved("check:/data", "uid 0"));
        var allowed = Ask();
        Assert.Equal(Verdict.Allowed, allowed.Verdict);
        Assert.Empty(_guard.Proposals);
        See(new ActionFinished(allowed.IntentSequence, Check, Outcome.Succeeded, "", TimeSpan.Zero));
        Assert.Equal(Verdict.AwaitsApproval, Ask().Verdict);
    }

    [Fact]
    public void A_yes_does_not_hold_for_ever()
    {
        See(new ProposalApproved("check:/data", "uid 0"));
        _now += ProposalApproved.Holds + TimeSpan.FromSeconds(1);
        Assert.Equal(Verdict.AwaitsApproval, Ask().Verdict);
    }

    [Fact]
    public void What_is_not_proposed_any_more_after_a_look_does_not_wait_any_longer()
    {
        Ask();
        See(new StorageLooked("test"));
        Assert.Empty(_guard.Proposals);
    }

    [Fact]
    public void A_daemon_that_observes_does_not_ask_for_a_yes()
    {
        See(new SettingsLoaded("f", "h", ActingMode.Observe, []));
        Assert.Equal(Verdict.Observed, Ask().Verdict);
    }

    private GuardVerdict Ask()
    {
        var verdict = _guard.Judge(++_sequence, Check, _now, out var granted) with { At = _now };
        Assert.Equal(verdict.Verdict is Verdict.Allowed, granted is not null);
        See(verdict);
        return verdict;
    }

    private void See(Event e) => _guard.See(e with { At = _now });
}
