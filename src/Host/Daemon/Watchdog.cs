using System.Globalization;
using EventOps.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace EventOps.Host.Daemon;

/// <summary>
/// Tells systemd that the daemon is well (sd_notify(3), WATCHDOG=1), and only when an event has gone all the way through the
/// pipeline: a timer alone would go on while everything else hangs.
/// </summary>
internal sealed class Watchdog(DaemonParts parts, ISystemdNotifier notifier, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!notifier.IsEnabled
            || Interval(Environment.GetEnvironmentVariable("WATCHDOG_USEC")) is not { } interval)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await parts.Inbox.PostAsync(new ClockTick(), "watchdog", null, stoppingToken);
            notifier.Notify(new ServiceState("WATCHDOG=1"));
        }
    }

    /// <summary>Half of what systemd allows.</summary>
    internal static TimeSpan? Interval(string? microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromMicroseconds(number / 2.0)
            : null;
}
