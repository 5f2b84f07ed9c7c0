using CsCheck;
using EventOps.Host.Guard;
using EventOps.Model;

namespace EventOps.Host.Tests.Guard;

/// <summary>What no history of events may ever lead to.</summary>
public sealed class GuardHistoryTests
{
    private enum What
    {
        Ask,
        Succeed,
        Fail,
        Abandon,
        Sample,
        SampleFilling,
        Pass,
        PassLong,
        Restart,
        Lose,
        Find,
        Observe,
        Act,
    }

    private static readonly Gen<(What What, int Size)[]> Histories = Gen.Select(Gen.Int[0, 12].Select(i => (What)i), Gen.Int[0, 64]).Array[0, 300];

    [Fact]
    public void A9_no_history_passes_the_ceiling_or_has_two_actions_at_once_or_acts_while_observing() => Histories.Sample(history =>
    {
        var play = new Play();
        play.Run(history);
        return play.Device <= GuardScene.Policy.Ceiling;
    });

    [Fact]
    public void Seeing_the_same_events_again_gives_the_same_verdicts() => Histories.Sample(history =>
    {
        var play = new Play();
        play.Run(history);
        var again = new ActionGuard();
        foreach (var (sequence, e) in play.Scene.History)
        {
            if (e is IntentProposed proposed)
            {
                again.See(e);
                var verdict = again.Judge(sequence, proposed.Intent, proposed.At, out _) with { At = e.At };
                var expected = play.Scene.History.Select(h => h.Event).OfType<GuardVerdict>().Single(v => v.IntentSequence == sequence);
                if (verdict != expected)
                {
                    return false;
                }
            }
            else
            {
                again.See(e);
            }
        }

        return true;
    });

    /// <summary>A volume that becomes as large as it was allowed to, and what is counted on the way.</summary>
    private sealed class Play
    {
        private readonly Queue<DateTimeOffset> _emergencies = new();
        private (GuardVerdict Verdict, GrowVolume Intent)? _inFlight;

        public GuardScene Scene { get; } = new();

        public Bytes Device { get; private set; } = Bytes.FromGiB(1);

        public void Run((What What, int Size)[] history)
        {
            foreach (var (what, size) in history)
            {
                Do(what, size);
            }
        }

        private void Do(What what, int size)
        {
            switch (what)
            {
                case What.Ask:
                    Ask(size / 4.0);
                    break;
                case What.Succeed or What.Fail or What.Abandon when _inFlight is { } action:
                    End(action.Verdict, action.Intent, what);
                    break;
                case What.Sample:
                    Scene.Sample(Device);
                    break;
                case What.SampleFilling:
                    Scene.Sample(Device, timeToFull: TimeSpan.FromSeconds(size));
                    break;
                case What.Pass:
                    Scene.Pass(TimeSpan.FromSeconds(size));
                    break;
                case What.PassLong:
                    Scene.Pass(TimeSpan.FromMinutes(size));
                    break;
                case What.Restart:
                    _inFlight = null;
                    Scene.See(new DaemonStarted("v", "b", size));
                    break;
                case What.Lose:
                    Scene.See(new VolumeLost("data", "gone"));
                    break;
                case What.Find:
                    Scene.See(new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/data.img"));
                    Scene.Sample(Device);
                    break;
                case What.Observe or What.Act:
                    Scene.Settings(GuardScene.Policy, what is What.Act ? ActingMode.Act : ActingMode.Observe);
                    break;
                default:
                    break;
            }
        }

        private void Ask(double gibibytes)
        {
            var verdict = Scene.Ask(gibibytes, out var granted);
            Assert.Equal(verdict.Verdict is Verdict.Allowed or Verdict.AllowedInEmergency, granted is not null);
            if (granted is not GrowVolume grow)
            {
                return;
            }

            Assert.Null(_inFlight);
            Assert.Equal(ActingMode.Act, Scene.Guard.Mode);
            Assert.True(grow.ToAtLeast <= GuardScene.Policy.Ceiling);
            CountEmergency(verdict);
            _inFlight = (verdict, grow);
        }

        private void CountEmergency(GuardVerdict verdict)
        {
            if (verdict.Verdict is Verdict.AllowedInEmergency)
            {
                _emergencies.Enqueue(verdict.At);
                Assert.True(_emergencies.Count(at => verdict.At - at < TimeSpan.FromHours(1)) <= GuardScene.Policy.EmergencyGrowths);
            }
        }

        private void End(GuardVerdict verdict, GrowVolume intent, What how)
        {
            var outcome = how switch { What.Succeed => Outcome.Succeeded, What.Fail => Outcome.Failed, _ => Outcome.Abandoned };
            Device = outcome is Outcome.Succeeded ? Bytes.Max(Device, intent.ToAtLeast) : Device;
            Scene.Finish(verdict, outcome);
            _inFlight = null;
        }
    }
}
