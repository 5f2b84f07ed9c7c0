using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Tests.Actions;

public sealed class RecoveryTests : IDisposable
{
    private static readonly VolumePolicy Policy = new() { Volume = "data", MountPoint = "/data", Ceiling = Bytes.FromGiB(8) };
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-recovery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A1_an_action_without_an_end_is_taken_up_again_towards_the_same_size_under_the_same_number()
    {
        Write(Settings(ActingMode.Act), Started(5, 2), Ended(5, 2), Started(9, 3));
        var planned = new List<Intent>();
        await using var scene = new ExecutorScene(new FakeActuator(intent =>
        {
            planned.Add(intent);
            return [];
        }));
        var recovery = new Recovery(new ActionGuard(), new EventBoard());
        recovery.Read(_folder, LastAt());

        Assert.Equal(9, Assert.Single(recovery.Open).IntentSequence);
        recovery.Resume(scene.Executor, scene.Inbox, new HashSet<long>());
        Assert.Equal(9, (await scene.NextAsync<ActionFinished>()).IntentSequence);
        Assert.Equal(Bytes.FromGiB(3), Assert.IsType<GrowVolume>(Assert.Single(planned)).ToAtLeast);
    }

    [Fact]
    public async Task An_observing_daemon_hands_it_over_and_does_nothing()
    {
        Write(Settings(ActingMode.Observe), Started(9, 3));
        await using var scene = new ExecutorScene(new FakeActuator(_ => throw new InvalidOperationException("touched")));
        var recovery = new Recovery(new ActionGuard(), new EventBoard());
        recovery.Read(_folder, LastAt());
        recovery.Resume(scene.Executor, scene.Inbox, new HashSet<long>());
        var handed = await scene.NextAsync<ActionFinished>();
        Assert.Equal((9, Outcome.Failed), (handed.IntentSequence, handed.Outcome));
        Assert.Contains("look at it by hand", handed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_back_as_nobody_confirmed_it_has_failed_and_is_not_taken_up()
    {
        Write(Settings(ActingMode.Act), Started(9, 3));
        await using var scene = new ExecutorScene(new FakeActuator(_ => throw new InvalidOperationException("touched")));
        var recovery = new Recovery(new ActionGuard(), new EventBoard());
        recovery.Read(_folder, LastAt());
        recovery.Resume(scene.Executor, scene.Inbox, new HashSet<long> { 9 });
        var ended = await scene.NextAsync<ActionFinished>();
        Assert.Equal((9, Outcome.Failed), (ended.IntentSequence, ended.Outcome));
        Assert.Contains("taken back", ended.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guard_remembers_and_the_board_keeps_what_stands_but_nothing_that_was_sensed()
    {
        Write(Settings(ActingMode.Act), new VolumeFound("data", "/data", "loop0", "xfs", VolumeKind.Image, "/x"), new AlarmRaised("a", Severity.Warning, "x"), Ended(5, 2));
        var (guard, board) = (new ActionGuard(), new EventBoard());
        new Recovery(guard, board).Read(_folder, LastAt());
        Assert.Equal(ActingMode.Act, guard.Mode);
        Assert.Equal(["AlarmRaised", "ActionFinished"], board.Standing().Select(s => s.Event.GetType().Name));
    }

    [Fact]
    public void An_empty_journal_leaves_nothing_open()
    {
        Write();
        var recovery = new Recovery(new ActionGuard(), new EventBoard());
        recovery.Read(_folder, default);
        Assert.Empty(recovery.Open);
        Assert.Empty(recovery.Faults);
    }

    [Fact]
    public void A_damaged_line_is_told_and_the_rest_is_used()
    {
        Write(Settings(ActingMode.Act), Started(5, 2), Started(9, 3));
        var file = Directory.EnumerateFiles(_folder, "*.jsonl").Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"intentSequence\":5", "\"intentSequence\":6", StringComparison.Ordinal));
        var recovery = new Recovery(new ActionGuard(), new EventBoard());
        recovery.Read(_folder, LastAt());
        Assert.NotEmpty(recovery.Faults);
        Assert.Equal(9, Assert.Single(recovery.Open).IntentSequence);
    }

    private static SettingsLoaded Settings(ActingMode mode) => new("f", "h", mode, [Policy]);

    private static ActionStarted Started(long sequence, long gibibytes) => new(sequence, new GrowVolume("data", Bytes.FromGiB(gibibytes), "x"), ["extend"]);

    private static ActionFinished Ended(long sequence, long gibibytes) =>
        new(sequence, new GrowVolume("data", Bytes.FromGiB(gibibytes), "x"), Outcome.Succeeded, "", TimeSpan.Zero);

    private static DateTimeOffset LastAt() => TimeProvider.System.GetUtcNow();

    private void Write(params Event[] events)
    {
        using var journal = JournalWriter.Open(_folder, new JournalWriterOptions(), TimeProvider.System);
        foreach (var e in events)
        {
            journal.Append(e with { At = TimeProvider.System.GetUtcNow() }, "test");
        }
    }
}
