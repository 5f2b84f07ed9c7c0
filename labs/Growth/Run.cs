using System.Diagnostics;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>One run: a volume, a daemon and a writer are made, shown, and taken away in the other order.</summary>
internal sealed class Run(GrowthOptions options, IScreen screen)
{
    private const string VolumeName = "demo";
    private static readonly TimeSpan ViewEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleFor = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(15);

    private readonly Queue<Gauge> _recent = new();

    public async Task<Summary> ShowAsync(CancellationToken cancellationToken)
    {
        Requirements.Check(options);
        var place = Place.Choose(options);
        screen.Say($"making a volume of {options.Size}: {options.FileSystem} on a loop device, {place.Words}");
        cancellationToken.ThrowIfCancellationRequested();
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Size = options.Size, FileSystem = options.FileSystem, Folder = place.Folder });
        var scene = new Scene(options, place, volume.Loop.Name, volume.ImagePath, volume.MountPath);

        screen.Say("starting the daemon: it compiles its rules");
        var began = Stopwatch.GetTimestamp();
        await using var daemon = await DaemonProcess.StartNewAsync(DaemonOptionsFor(volume, place), cancellationToken);
        screen.Say($"it senses after {Duration.Format(Stopwatch.GetElapsedTime(began))}; the writer begins");

        Summary? summary = null;
        await screen.ShowAsync(async show => summary = await FillAsync(scene, volume, daemon, show, cancellationToken));
        return summary! with { KeptJournal = options.Keep ? KeepJournal(daemon) : null };
    }

    private async Task<Summary> FillAsync(Scene scene, ScratchVolume volume, DaemonProcess daemon, Action<View> show, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var story = new Story(daemon.JournalFolder, began);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = story.FollowAsync(ended.Token);
        using var writer = Writer.Start(Path.Combine(volume.MountPath, "data"), new WriterOptions { Limit = options.Rate, Until = Enough(scene) });
        try
        {
            await WatchAsync(scene, volume, daemon, writer, story, show, began, cancellationToken);
            return new Summary
            {
                Scene = scene,
                Written = writer.Written,
                Took = writer.Rate.TimeFor(writer.Written),
                Rate = writer.Rate,
                Decisions = story.Decisions,
                WriteErrors = writer.FullErrors,
                SmallestAvailable = writer.SmallestAvailable,
                Size = volume.ImageSize,
                Records = story.Records,
            };
        }
        finally
        {
            // The volume cannot be unmounted before its writer has let go.
            await writer.StopAsync();
            await ended.CancelAsync();
            await following;
        }
    }

    /// <summary>Shows until the writer has ended and nothing more comes of what was decided.</summary>
    private async Task WatchAsync(
        Scene scene, ScratchVolume volume, DaemonProcess daemon, Writer writer, Story story, Action<View> show, long began, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ViewEvery);
        TimeSpan? over = null;
        Gauge? last = null;
        while (over is not { } since || !IsSettled(story, Stopwatch.GetElapsedTime(began) - since))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (daemon.Ended.IsCompleted)
            {
                throw new InvalidOperationException($"the daemon ended by itself: {await daemon.Ended}\n{string.Join('\n', daemon.Log.TakeLast(10))}");
            }

            var elapsed = Stopwatch.GetElapsedTime(began);
            if (over is null)
            {
                last = Measure(volume, writer, elapsed);
            }

            show(new View(scene, last!, story.Decisions));
            if (over is null && elapsed >= options.Time)
            {
                await writer.StopAsync();
            }

            if (writer.Ended.IsCompleted)
            {
                await writer.Ended;
                over ??= elapsed;
            }
        }
    }

    private static bool IsSettled(Story story, TimeSpan since) =>
        since >= SettleWithin || (since >= SettleFor && !story.Decisions.Any(d => d.IsOpen));

    private Gauge Measure(ScratchVolume volume, Writer writer, TimeSpan elapsed)
    {
        while (_recent.Count > 1 && _recent.Peek().Elapsed < elapsed - RateOver)
        {
            _recent.Dequeue();
        }

        var gauge = Gauge.Read(volume, writer, elapsed, _recent.TryPeek(out var earlier) ? earlier : null);
        _recent.Enqueue(gauge);
        return gauge;
    }

    /// <summary>Past the threshold of the ceiling, so that the alarm for it shows; short of full. Observing, it fills what there is.</summary>
    private Bytes? Enough(Scene scene) =>
        options.Observe ? null : new Percent(Math.Min(94, options.Threshold.Value + 5)).Of(new Percent(98).Of(scene.Place.Ceiling));

    private DaemonOptions DaemonOptionsFor(ScratchVolume volume, Place place) => new()
    {
        Program = options.Program,
        Rules = options.Rules,
        Folder = place.Folder,
        Mode = options.Observe ? "observe" : "act",
        Settings = FormattableString.Invariant($"""
            [[volume]]
            name = "{VolumeName}"
            mount = "{volume.MountPath}"
            grow-at = "{options.Threshold.Value}%"
            step = "{options.Step.Value}"
            ceiling = "{place.Ceiling.Value}"
            """),
    };

    private static string KeepJournal(DaemonProcess daemon)
    {
        var folder = Directory.CreateTempSubdirectory("eventops-journal-").FullName;
        foreach (var file in Directory.GetFiles(daemon.JournalFolder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
