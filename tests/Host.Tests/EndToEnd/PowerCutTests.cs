using System.Globalization;
using EventOps.Journal;
using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>
/// SIGKILL at a random moment under load, over and over, on one journal: what has begun is known, and nothing is begun twice. What a
/// power cut does to the disk is another matter: that the machine itself is switched off is tried in the virtual machine.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    /// <summary>EVENTOPS_KILLS=500 for the long run, which takes about twenty minutes.</summary>
    private static readonly int Kills = Number("EVENTOPS_KILLS") ?? 8;

    private int _begun;
    private int _torn;

    [Fact]
    public async Task However_often_it_is_killed_the_journal_is_sound_up_to_the_cut_and_no_action_is_begun_twice()
    {
        var seed = Number("EVENTOPS_SEED") ?? Random.Shared.Next();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"EVENTOPS_SEED={seed} EVENTOPS_KILLS={Kills}"));
        var random = new Random(seed);
        using var volume = Volumes.Xfs();
        var table = Volumes.Table(volume, ceiling: "256G", more: "horizon = \"10ms\"").Replace("\"64M\"", "\"16M\"", StringComparison.Ordinal);
        await using var daemon = new DaemonFixture(table, extra: "[guard]\nactions-per-hour = 100000");
        for (var kill = 0; kill < Kills; kill++)
        {
            // Now and then amid its start, where the action before is taken up.
            var isEarly = random.Next(4) == 0;
            if (isEarly)
            {
                daemon.Launch();
            }
            else
            {
                await daemon.StartAsync();
            }

            using var stop = new CancellationTokenSource();
            var load = Task.Run(() => LoadAsync(volume, stop.Token), CancellationToken.None);
            await Task.Delay(TimeSpan.FromMicroseconds(random.Next(isEarly ? 1_500_000 : 600_000)), TestContext.Current.CancellationToken);
            daemon.Signal(DaemonFixture.Kill);
            await daemon.ExitAsync();
            await stop.CancelAsync();
            await load;
            CheckTheCut(daemon, volume, string.Create(CultureInfo.InvariantCulture, $"kill {kill} of seed {seed}"));
        }

        await daemon.StartAsync();
        await daemon.UntilAsync(() => Open(daemon.Events()).Count == 0, "what was begun is ended");
        Assert.Equal(0, await daemon.StopAsync());
        daemon.JournalIsSound();
        CheckTheEnd(daemon.Events(), volume);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Kills} kills: {_torn} amid a line, {_begun} amid an action; {daemon.Events<ActionStarted>().Count} actions begun"));
    }

    /// <summary>Keeps the volume over its threshold, whatever it grows to.</summary>
    private static async Task LoadAsync(ScratchVolume volume, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var usage = volume.Usage();
            if (usage.Used.Value < 0.86 * (usage.Used + usage.Available).Value)
            {
                volume.FillOver("filling" + Guid.NewGuid().ToString("N"), 0.88);
            }

            await Task.Delay(2, CancellationToken.None);
        }
    }

    private void CheckTheCut(DaemonFixture daemon, ScratchVolume volume, string when)
    {
        if (!Directory.Exists(daemon.Journal))
        {
            // The very first was killed before it had come so far.
            Assert.Equal(Volumes.Start, volume.ImageSize);
            return;
        }

        var report = JournalVerifier.Verify([daemon.Journal], null, TestContext.Current.CancellationToken);
        var faults = report.Faults.Where(f => !f.IsNote).ToList();
        Assert.True(faults.Count <= 1 && faults.TrueForAll(f => f.Kind is JournalFaultKind.TornLine), when + ": " + string.Join('\n', faults));
        _torn += faults.Count;

        // Whatever the machine shows, the journal knows that it was begun: the size is one that was asked for, or the first.
        var events = daemon.Events();
        var asked = events.OfType<ActionStarted>().Select(a => ((GrowVolume)a.Intent).ToAtLeast).ToHashSet();
        Assert.True(volume.ImageSize == Volumes.Start || asked.Contains(volume.ImageSize), $"{when}: nobody asked for {volume.ImageSize}");
        _begun += Open(events).Count;
    }

    private static void CheckTheEnd(IReadOnlyList<Event> events, ScratchVolume volume)
    {
        var ended = events.OfType<ActionFinished>().GroupBy(a => a.IntentSequence).Where(g => g.Count() > 1);
        Assert.Empty(ended);

        // The volume may want to grow still, and the end of the daemon cut that off: what was done is there, and nothing that nobody asked for.
        var done = events.OfType<ActionFinished>().Where(a => a.Outcome is Outcome.Succeeded or Outcome.AlreadySo).Select(a => ((GrowVolume)a.Intent).ToAtLeast).ToList();
        Assert.True(done.Count == 0 || volume.ImageSize >= done.Max(), $"{volume.ImageSize} is less than what was reached before");
        Assert.Contains(volume.ImageSize, events.OfType<ActionStarted>().Select(a => ((GrowVolume)a.Intent).ToAtLeast).Append(Volumes.Start));

        // An action that is taken up again begins where the machine is: the storage is extended to each size once.
        var extended = events.OfType<StepFinished>().Where(s => s is { Step: 1, Outcome: Outcome.Succeeded } && s.Does.Contains("extend", StringComparison.OrdinalIgnoreCase)).Select(s => s.After).ToList();
        Assert.Equal(extended.Distinct(), extended);
    }

    private static List<long> Open(IReadOnlyList<Event> events)
    {
        var ended = events.OfType<ActionFinished>().Select(a => a.IntentSequence).ToHashSet();
        return [.. events.OfType<ActionStarted>().Select(a => a.IntentSequence).Distinct().Where(s => !ended.Contains(s))];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
