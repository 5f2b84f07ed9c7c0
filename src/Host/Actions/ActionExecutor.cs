using EventOps.Actuators;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Host.Actions;

/// <summary>
/// Carries out what the guard allowed: plans, checks every step before the first change, has the start durable in the journal,
/// then applies and verifies step by step, and takes earlier steps back when a later one fails. The guard sees to it that
/// one resource has one action at a time; different resources go side by side.
/// </summary>
internal sealed class ActionExecutor(IReadOnlyList<IActuator> actuators, Inbox inbox, IDurability journal, TimeProvider time, IConfirmation? confirmation = null) : IDisposable
{
    private const string Source = "executor";
    private const string Unknown = "unknown";

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>Starts an action and returns at once; what comes of it comes back as events.</summary>
    /// <param name="intentSequence">The intent's place in the journal: the action's identity, kept when it is taken up again after a restart.</param>
    public void Begin(long intentSequence, Intent intent)
    {
        var task = Task.Run(() => RunAsync(new Run(intentSequence, intent, time.GetTimestamp())));
        lock (_lock)
        {
            _running.Add(task);
        }

        task.ContinueWith(
            done =>
            {
                lock (_lock)
                {
                    _running.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>What an action would do on the machine as it is now. Changes nothing and tells nobody. Never fails.</summary>
    public async Task<ActionPreview> PreviewAsync(Intent intent, CancellationToken cancellationToken)
    {
        var steps = new List<string>();
        try
        {
            var actuator = actuators.FirstOrDefault(a => a.CanCarryOut(intent));
            foreach (var step in actuator is null ? [] : await actuator.PlanAsync(intent, cancellationToken))
            {
                switch (await step.CheckAsync(cancellationToken))
                {
                    case Readiness.Refused refused:
                        return new ActionPreview(steps, $"cannot {step.Does}: {refused.Obstacle}");
                    case Readiness.Ready:
                        steps.Add(step.Does);
                        break;
                    default:
                        break;
                }
            }

            return new ActionPreview(steps, "");
        }
        catch (Exception e)
        {
            // Whatever a hand may throw: the preview says so.
            return new ActionPreview(steps, e.Message);
        }
    }

    /// <summary>
    /// Lets steps that have begun end, but for those that outlive the daemon, and begins no further one. What is left open is taken up at the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Run run)
    {
        try
        {
            await CarryOutAsync(run);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The daemon ends between two steps, or leaves one that goes on without it; the journal holds the open action.
        }
        catch (PlanException e)
        {
            Finish(run, Outcome.Refused, e.Message);
        }
        catch (AbandonedException e)
        {
            Finish(run, Outcome.Abandoned, e.Message);
        }
        catch (Exception e)
        {
            // Whatever a hand may throw: the action has failed, the daemon goes on.
            Finish(run, Outcome.Failed, e.Message);
        }
    }

    private async Task CarryOutAsync(Run run)
    {
        var actuator = actuators.FirstOrDefault(a => a.CanCarryOut(run.Intent))
            ?? throw new PlanException($"nothing here carries out {run.Intent.GetType().Name}");
        var steps = await actuator.PlanAsync(run.Intent, CancellationToken.None);
        var open = new List<IStep>();
        foreach (var step in steps)
        {
            switch (await step.CheckAsync(CancellationToken.None))
            {
                case Readiness.Refused refused:
                    Finish(run, Outcome.Refused, $"cannot {step.Does}: {refused.Obstacle}");
                    return;
                case Readiness.Ready:
                    open.Add(step);
                    break;
                default:
                    break;
            }
        }

        if (open.Count == 0)
        {
            Finish(run, Outcome.AlreadySo, "it was so already");
            return;
        }

        var sequence = await inbox.PostAsync(
            new ActionStarted(run.IntentSequence, run.Intent, [.. open.Select(s => s.Does)]), Source, run.IntentSequence, _stopping.Token);
        if (run.Intent is not Correction { NeedsDurableStart: false })
        {
            await journal.MakeDurableAsync(sequence, _stopping.Token);
        }

        await ApplyAsync(run, open);
    }

    private async Task ApplyAsync(Run run, List<IStep> steps)
    {
        var change = confirmation is null ? null : await confirmation.ArmAsync(run.IntentSequence, steps, _stopping.Token);
        for (var i = 0; i < steps.Count; i++)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (await ApplyAsync(run, i + 1, steps[i]) is { } failure)
            {
                var undone = await UndoAsync(steps.Take(failure.WasApplied ? i + 1 : i).Reverse()) + (change is null ? "" : await change.TakeBackAsync());
                Finish(run, Outcome.Failed, failure.Words + undone);
                return;
            }
        }

        var done = string.Join(", then ", steps.Select(s => s.Does));
        if (change is not null && await change.ConfirmAsync(_stopping.Token) is { } broken)
        {
            Finish(run, Outcome.Failed, $"{done}, and took it back: {broken}");
            return;
        }

        Finish(run, Outcome.Succeeded, done);
    }

    /// <returns>What went wrong; null when the step is done and a re-read shows it.</returns>
    private async Task<Failure?> ApplyAsync(Run run, int number, IStep step)
    {
        inbox.Post(new StepStarted(run.IntentSequence, number, step.Does), Source, run.IntentSequence);
        var (before, began) = (Unknown, time.GetTimestamp());
        try
        {
            before = await step.DescribeAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // Nothing is done to what cannot be read.
            Ended(Outcome.Failed, Unknown);
            return new Failure($"could not {step.Does}: {e.Message}", WasApplied: false);
        }

        began = time.GetTimestamp();
        string? failure = null;
        try
        {
            await step.ApplyAsync(CancellationToken.None).AsTask().WaitAsync(step.OutlivesDaemon ? _stopping.Token : CancellationToken.None);
        }
        catch (OperationCanceledException) when (step.OutlivesDaemon && _stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (AbandonedException)
        {
            Ended(Outcome.Abandoned, Unknown);
            throw;
        }
        catch (Exception e)
        {
            // An exit code or an errno can lie either way: what counts is what a re-read shows.
            failure = e.Message;
        }

        var (isSo, after) = (false, Unknown);
        try
        {
            isSo = await step.VerifyAsync(CancellationToken.None);
            after = await step.DescribeAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // What cannot be read again is not known to be so.
            failure = $"{failure ?? "no error was reported"}, and what came of it cannot be read: {e.Message}";
        }

        Ended(isSo ? Outcome.Succeeded : Outcome.Failed, after);
        return isSo ? null : new Failure($"could not {step.Does}: {failure ?? "no error was reported, but a re-read shows no change"}", WasApplied: true);

        void Ended(Outcome outcome, string after) => inbox.Post(
            new StepFinished(run.IntentSequence, number, step.Does, outcome, before, after, time.GetElapsedTime(began)), Source, run.IntentSequence);
    }

    private static async Task<string> UndoAsync(IEnumerable<IStep> steps)
    {
        var said = new List<string>();
        foreach (var step in steps)
        {
            try
            {
                await step.UndoAsync(CancellationToken.None);
            }
            catch (Exception e)
            {
                // The remaining steps are still to be taken back; the residue is named.
                said.Add($"; could not take back '{step.Does}': {e.Message}");
            }
        }

        return string.Concat(said);
    }

    private void Finish(Run run, Outcome outcome, string detail) => inbox.Post(
        new ActionFinished(run.IntentSequence, run.Intent, outcome, detail, time.GetElapsedTime(run.Began)), Source, run.IntentSequence);

    private sealed record Run(long IntentSequence, Intent Intent, long Began);

    /// <param name="WasApplied">Something may have been changed, so it is to be taken back.</param>
    private sealed record Failure(string Words, bool WasApplied);
}
