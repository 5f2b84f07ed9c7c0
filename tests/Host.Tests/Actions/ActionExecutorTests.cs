using EventOps.Actuators;
using EventOps.Model;

namespace EventOps.Host.Tests.Actions;

public sealed class ActionExecutorTests
{
    private static readonly Readiness Refused = new Readiness.Refused(new Obstacle("no room", "make some"));

    [Fact]
    public async Task Steps_are_checked_all_first_then_applied_and_verified_one_by_one()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls), new FakeStep("2", calls)]);
        var end = await scene.RunAsync();
        Assert.Equal(Outcome.Succeeded, end.Outcome);
        Assert.Equal(7, end.IntentSequence);
        Assert.Equal(
            ["check 1", "check 2", "ActionStarted", "durable asked", "durable", "apply 1", "verify 1", "apply 2", "verify 2"],
            scene.Calls.Where(c => c is not ("StepStarted" or "StepFinished" or "ActionFinished")));
        Assert.Equal(["1", "2"], Assert.Single(scene.Events.OfType<ActionStarted>()).Steps);
    }

    [Fact]
    public async Task A21_what_a_later_step_refuses_is_refused_before_the_first_is_applied()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls), new FakeStep("2", calls) { Ready = Refused }]);
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Refused, "cannot 2: no room; make some"), (end.Outcome, end.Detail));
        Assert.DoesNotContain("apply 1", scene.Calls);
        Assert.DoesNotContain("ActionStarted", scene.Calls);
    }

    [Fact]
    public async Task What_is_so_already_is_not_begun()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls) { Ready = new Readiness.AlreadySo() }]);
        Assert.Equal(Outcome.AlreadySo, (await scene.RunAsync()).Outcome);
        Assert.DoesNotContain("ActionStarted", scene.Calls);
        Assert.DoesNotContain("apply 1", scene.Calls);
    }

    [Fact]
    public async Task A1_a_step_that_was_done_before_is_left_out_and_the_rest_is_done()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls) { Ready = new Readiness.AlreadySo() }, new FakeStep("2", calls)]);
        Assert.Equal(Outcome.Succeeded, (await scene.RunAsync()).Outcome);
        Assert.DoesNotContain("apply 1", scene.Calls);
        Assert.Equal(["2"], Assert.Single(scene.Events.OfType<ActionStarted>()).Steps);
    }

    [Fact]
    public async Task A_failure_takes_back_what_was_done_in_reverse_and_goes_no_further()
    {
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls),
            new FakeStep("2", calls) { Apply = () => throw new IOException("disk on fire"), IsSo = () => false },
            new FakeStep("3", calls),
        ]);
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Failed, "could not 2: disk on fire"), (end.Outcome, end.Detail));
        Assert.Equal(["undo 2", "undo 1"], scene.Calls.Where(c => c.StartsWith("undo", StringComparison.Ordinal)));
        Assert.DoesNotContain("apply 3", scene.Calls);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_named_and_the_rest_is_taken_back()
    {
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls),
            new FakeStep("2", calls) { IsSo = () => false, UndoFails = new IOException("stuck") },
        ]);
        var end = await scene.RunAsync();
        Assert.Contains("could not take back '2': stuck", end.Detail, StringComparison.Ordinal);
        Assert.Contains("undo 1", scene.Calls);
    }

    [Fact]
    public async Task A22_success_that_a_reread_does_not_show_is_failure()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls) { IsSo = () => false }]);
        var end = await scene.RunAsync();
        Assert.Equal(Outcome.Failed, end.Outcome);
        Assert.Contains("a re-read shows no change", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_a_reread_contradicts_is_success()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls) { Apply = () => throw new IOException("exit code 5") }]);
        Assert.Equal(Outcome.Succeeded, (await scene.RunAsync()).Outcome);
    }

    [Fact]
    public async Task What_cannot_be_read_again_has_failed_is_told_as_ended_and_taken_back()
    {
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls),
            new FakeStep("2", calls) { IsSo = () => throw new IOException("no usable report") },
        ]);
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Failed, "could not 2: no error was reported, and what came of it cannot be read: no usable report"), (end.Outcome, end.Detail));
        Assert.Equal(["undo 2", "undo 1"], scene.Calls.Where(c => c.StartsWith("undo", StringComparison.Ordinal)));
        Assert.Equal([Outcome.Succeeded, Outcome.Failed], scene.Events.OfType<StepFinished>().Select(s => s.Outcome));
    }

    [Fact]
    public async Task What_cannot_be_read_before_it_is_left_alone_and_what_was_done_is_taken_back()
    {
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls),
            new FakeStep("2", calls) { Now = () => throw new IOException("no usable report") },
        ]);
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Failed, "could not 2: no usable report"), (end.Outcome, end.Detail));
        Assert.DoesNotContain("apply 2", scene.Calls);
        Assert.Equal(["undo 1"], scene.Calls.Where(c => c.StartsWith("undo", StringComparison.Ordinal)));
        Assert.Equal([Outcome.Succeeded, Outcome.Failed], scene.Events.OfType<StepFinished>().Select(s => s.Outcome));
    }

    [Fact]
    public async Task What_was_abandoned_is_neither_verified_nor_taken_back()
    {
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls),
            new FakeStep("2", calls) { Apply = () => throw new AbandonedException("still at it") },
            new FakeStep("3", calls),
        ]);
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Abandoned, "still at it"), (end.Outcome, end.Detail));
        Assert.DoesNotContain(scene.Calls, c => c.StartsWith("undo", StringComparison.Ordinal) || c is "verify 2" or "apply 3");
        Assert.Equal([Outcome.Succeeded, Outcome.Abandoned], scene.Events.OfType<StepFinished>().Select(s => s.Outcome));
    }

    [Fact]
    public async Task The_start_is_durable_before_the_first_change()
    {
        await using var scene = new ExecutorScene(calls => [new FakeStep("1", calls)]) { IsDurableAtOnce = false };
        scene.Executor.Begin(7, ExecutorScene.Intent);
        await scene.NextAsync<ActionStarted>();
        lock (scene.Calls)
        {
            Assert.DoesNotContain("apply 1", scene.Calls);
        }

        scene.Durable.SetResult();
        await scene.NextAsync<ActionFinished>();
        Assert.True(scene.Calls.IndexOf("durable") < scene.Calls.IndexOf("apply 1"));
    }

    [Fact]
    public async Task L6_a_stop_lets_the_step_end_begins_no_further_one_and_leaves_the_action_open()
    {
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls)
            {
                Apply = () =>
                {
                    begun.SetResult();
                    return mayEnd.Task;
                },
            },
            new FakeStep("2", calls),
        ]);
        scene.Executor.Begin(7, ExecutorScene.Intent);
        await begun.Task;
        var stopping = scene.Executor.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        mayEnd.SetResult();
        await stopping;
        var ended = await scene.NextAsync<StepFinished>();
        Assert.Equal((1, Outcome.Succeeded), (ended.Step, ended.Outcome));
        Assert.DoesNotContain("apply 2", scene.Calls);
        Assert.DoesNotContain("undo 1", scene.Calls);
        Assert.DoesNotContain(scene.Events, e => e is ActionFinished);
    }

    [Fact]
    public async Task L6_a_stop_does_not_wait_for_a_step_that_outlives_the_daemon_and_leaves_the_action_open()
    {
        var (begun, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls)
            {
                OutlivesDaemon = true,
                Apply = () =>
                {
                    begun.SetResult();
                    return never.Task;
                },
            },
        ]);
        scene.Executor.Begin(7, ExecutorScene.Intent);
        await begun.Task;
        await scene.NextAsync<StepStarted>();
        await scene.Executor.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(scene.Calls, c => c is "verify 1" or "undo 1");
        Assert.DoesNotContain(scene.Events, e => e is StepFinished or ActionFinished);
    }

    [Fact]
    public async Task What_cannot_be_planned_is_refused_with_the_reason()
    {
        await using var scene = new ExecutorScene(new FakeActuator(_ => throw new PlanException("'data' is not mounted")));
        var end = await scene.RunAsync();
        Assert.Equal((Outcome.Refused, "'data' is not mounted"), (end.Outcome, end.Detail));
    }

    [Fact]
    public async Task An_intent_that_no_hand_takes_is_refused()
    {
        await using var scene = new ExecutorScene(calls => []);
        Assert.Equal(Outcome.Refused, (await scene.RunAsync(new ClearAlarm("a", "x"))).Outcome);
    }

    [Fact]
    public async Task Whatever_a_hand_throws_the_action_has_failed_and_the_next_goes_on()
    {
        var first = true;
        await using var scene = new ExecutorScene(new FakeActuator(_ =>
        {
            var fails = first;
            first = false;
            return fails ? throw new InvalidOperationException("a bug") : [];
        }));
        Assert.Equal(Outcome.Failed, (await scene.RunAsync()).Outcome);
        Assert.Equal(Outcome.AlreadySo, (await scene.RunAsync()).Outcome);
    }

    [Fact]
    public async Task Actions_on_different_resources_go_side_by_side()
    {
        var both = new Barrier(2);
        await using var scene = new ExecutorScene(calls =>
        [
            new FakeStep("1", calls) { Apply = () => Task.Run(() => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(60)))) },
        ]);
        scene.Executor.Begin(1, ExecutorScene.Intent);
        scene.Executor.Begin(2, ExecutorScene.Intent with { Volume = "other" });
        Assert.Equal(Outcome.Succeeded, (await scene.NextAsync<ActionFinished>()).Outcome);
        Assert.Equal(Outcome.Succeeded, (await scene.NextAsync<ActionFinished>()).Outcome);
        both.Dispose();
    }
}
