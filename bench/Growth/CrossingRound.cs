using System.Diagnostics;
using EventOps.Lab;
using EventOps.Model;

namespace EventOps.Bench.Growth;

/// <summary>A volume with a daemon, and one without.</summary>
internal sealed class CrossingRound : IAsyncDisposable
{
    private static readonly Bytes Step = Bytes.FromMiB(16);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScratchVolume _watched;
    private readonly ScratchVolume _plain;
    private readonly CrossingFile _file;
    private readonly CrossingFile _plainFile;
    private readonly DaemonProcess _daemon;

    private CrossingRound(ScratchVolume watched, ScratchVolume plain, DaemonProcess daemon)
    {
        (_watched, _plain, _daemon) = (watched, plain, daemon);
        _file = new CrossingFile(watched);
        _plainFile = new CrossingFile(plain);
    }

    public static async Task<CrossingRound> StartAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var volume = new ScratchVolumeOptions { FileSystem = "xfs", Size = Bytes.FromMiB(320), Folder = options.VolumeFolder };
        var watched = ScratchVolume.Create(volume);
        try
        {
            var plain = ScratchVolume.Create(volume);
            try
            {
                var daemon = await DaemonProcess.StartNewAsync(options.Daemon(Settings(watched)), cancellationToken);
                return new CrossingRound(watched, plain, daemon);
            }
            catch
            {
                plain.Dispose();
                throw;
            }
        }
        catch
        {
            watched.Dispose();
            throw;
        }
    }

    /// <returns>Milliseconds from just before the write that crosses, and what of it the write itself took.</returns>
    public async Task<(double Took, double Write)> CrossAsync(bool isIdle, CancellationToken cancellationToken)
    {
        _file.Approach(isIdle ? Bytes.FromKiB(512) : Bytes.FromMiB(2));
        if (isIdle)
        {
            // The daemon takes a volume for quiet after two seconds; where in its own beat it is then varies.
            await Task.Delay(TimeSpan.FromSeconds(2.2 + Random.Shared.NextDouble()), cancellationToken);
        }

        var before = _file.Size;
        var (began, written) = (0L, 0L);
        while (_file.IsBelow)
        {
            if (!isIdle)
            {
                await Task.Delay(20, cancellationToken);
            }

            began = Stopwatch.GetTimestamp();
            _file.Write(isIdle ? Bytes.FromMiB(1) : Bytes.FromKiB(64));
            written = Stopwatch.GetTimestamp();
        }

        while (_file.Size == before)
        {
            Thread.Yield();
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"the volume was not grown; the daemon's last words:\n{string.Join('\n', _daemon.Log.TakeLast(10))}");
            }
        }

        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, Stopwatch.GetElapsedTime(began, written).TotalMilliseconds);
    }

    /// <returns>Milliseconds of ftruncate, LOOP_SET_CAPACITY and XFS_IOC_FSGROWFSDATA alone, after the same write.</returns>
    public double CrossBare()
    {
        _plainFile.Approach(Bytes.FromKiB(512));
        _plainFile.Write(Bytes.FromMiB(1));
        var target = _plain.ImageSize + Step;
        var began = Stopwatch.GetTimestamp();
        _plain.Grow(target);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        _file.Dispose();
        _plainFile.Dispose();
        await _daemon.DisposeAsync();
        _watched.Dispose();
        _plain.Dispose();
    }

    private static string Settings(ScratchVolume volume) => $"""
        [[volume]]
        mount = "{volume.MountPath}"
        grow-at = "85%"
        step = "16M"
        ceiling = "64G"
        cooldown = "0s"
        horizon = "10ms"
        """;
}
