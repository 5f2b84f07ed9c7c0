using System.Text.Json;
using EventOps.Actuators;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Actions;

/// <summary>
/// Goes the way of a growth once after the start, up to its ceiling, without changing anything or telling anyone: the plan, the checks
/// and the re-reads are real, applying is left out. The first real growth then finds its code loaded.
/// </summary>
internal sealed class Rehearsal(IActuator actuator, IReadOnlyList<VolumePolicy> policies, TimeProvider time)
{
    /// <summary>Returns when one volume was gone through, or all were found wanting. Never fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var policy in policies)
        {
            if (await TryAsync(policy, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> TryAsync(VolumePolicy policy, CancellationToken cancellationToken)
    {
        var inbox = new Inbox();
        var intent = Through(new IntentProposed(new GrowVolume(policy.Volume, policy.Ceiling, "rehearsal"), "rehearsal", "", 0)).Intent;
        Judge(policy, intent);
        using var executor = new ActionExecutor([new WithoutEffect(actuator)], inbox, new NothingToKeep(), time);
        using var lines = new Utf8JsonWriter(Stream.Null);
        executor.Begin(0, intent);
        while (await inbox.WaitToReadAsync(cancellationToken))
        {
            while (inbox.TryTake(out var incoming))
            {
                incoming.Placed?.TrySetResult(0);
                EventKinds.WritePayload(lines, incoming.Event!);
                lines.Reset();
                if (incoming.Event is ActionFinished finished)
                {
                    return finished.Outcome is Outcome.Succeeded;
                }
            }
        }

        return false;
    }

    /// <summary>By a guard of its own.</summary>
    private static void Judge(VolumePolicy policy, Intent intent)
    {
        var guard = new ActionGuard();
        guard.See(new SettingsLoaded("", "", ActingMode.Act, [policy]));
        guard.See(new VolumeSampled(policy.Volume, policy.Step, policy.Step, policy.Step, 0, 0, policy.Step, policy.Step, default, default, false));
        guard.Judge(0, intent, DateTimeOffset.UnixEpoch, out _);
    }

    /// <summary>As it comes from the rule process.</summary>
    private static IntentProposed Through(IntentProposed proposed) => JsonSerializer.Deserialize(
        JsonSerializer.SerializeToUtf8Bytes(proposed, EventJson.Default.IntentProposed), EventJson.Default.IntentProposed)!;

    private sealed class WithoutEffect(IActuator real) : IActuator
    {
        public bool CanCarryOut(Intent intent) => real.CanCarryOut(intent);

        public async ValueTask<IReadOnlyList<IStep>> PlanAsync(Intent intent, CancellationToken cancellationToken) =>
            [.. (await real.PlanAsync(intent, cancellationToken)).Select(s => new LookOnly(s))];
    }

    private sealed class LookOnly(IStep real) : IStep
    {
        public string Does => real.Does;

        public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => real.DescribeAsync(cancellationToken);

        public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
        {
            await real.CheckAsync(cancellationToken);
            return new Readiness.Ready();
        }

        public ValueTask ApplyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken)
        {
            await real.VerifyAsync(cancellationToken);
            return true;
        }

        public ValueTask UndoAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NothingToKeep : IDurability
    {
        public Task MakeDurableAsync(long sequence, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
