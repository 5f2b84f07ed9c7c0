using System.Diagnostics;
using EventOps.Model;

namespace EventOps.Host.Tests.EndToEnd;

/// <summary>The daemon is ended with SIGKILL while it grows a volume, and started again.</summary>
public sealed class CrashTests
{
    private const int Rounds = 10;

    [Fact]
    public async Task A1_A5_L8_killed_at_any_moment_of_a_growth_it_goes_on_towards_the_same_size_and_never_grows_twice()
    {
        using var volume = Volumes.Xfs();
        await using var daemon = new DaemonFixture(Volumes.Table(volume, ceiling: "16G", more: "horizon = \"10ms\""));
        var random = new Random(20_260_101);
        for (var round = 0; round < Rounds; round++)
        {
            await daemon.StartAsync();
            await daemon.UntilAsync(() => daemon.Events().SkipWhile(e => e is not DaemonStarted d || d.ProcessId != daemon.ProcessId).OfType<VolumeSampled>().Any(), "it has sampled");
            var before = new FileInfo(volume.ImagePath).Length;
            var filling = Task.Run(() => volume.FillOver("filling" + round.ToString(System.Globalization.CultureInfo.InvariantCulture)), TestContext.Current.CancellationToken);
            KillSoonAfterGrowthBegins(daemon, volume.ImagePath, before, TimeSpan.FromMicroseconds(random.Next(0, 6000)));
            await daemon.ExitAsync();
            await filling;

            // What the crash left, or not, is settled by the next run.
            await daemon.StartAsync();
            await daemon.UntilAsync(() => IsSettled(daemon, volume.ImageSize), "the growth is settled");
            Assert.Equal(0, await daemon.StopAsync());
            daemon.JournalIsSound();
            var asked = daemon.Events<ActionStarted>().Select(a => ((GrowVolume)a.Intent).ToAtLeast).Max();
            Assert.Equal(asked, volume.ImageSize);
            Assert.True(volume.Usage().Size > new Bytes(before) - Bytes.FromMiB(64), "the filesystem spans its storage");
        }

        // Each target is one step or a few from the one before: nothing was added twice.
        var targets = daemon.Events<ActionFinished>().Where(a => a.Outcome is Outcome.Succeeded).Select(a => ((GrowVolume)a.Intent).ToAtLeast).ToList();
        Assert.Equal(targets.Order(), targets);
        Assert.Equal(targets.Distinct(), targets);
    }

    private static bool IsSettled(DaemonFixture daemon, Bytes size)
    {
        var events = daemon.Events();
        var ended = events.OfType<ActionFinished>().Select(a => a.IntentSequence).ToHashSet();
        var started = events.OfType<ActionStarted>().ToList();
        return started.Count > 0 && started.All(a => ended.Contains(a.IntentSequence)) && started.Max(a => ((GrowVolume)a.Intent).ToAtLeast) == size;
    }

    private static void KillSoonAfterGrowthBegins(DaemonFixture daemon, string image, long before, TimeSpan delay)
    {
        var limit = Stopwatch.StartNew();
        while (new FileInfo(image).Length == before && limit.Elapsed < TimeSpan.FromSeconds(60))
        {
        }

        Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60), daemon.Said);
        var spin = Stopwatch.StartNew();
        while (spin.Elapsed < delay)
        {
        }

        daemon.Signal(DaemonFixture.Kill);
    }
}
