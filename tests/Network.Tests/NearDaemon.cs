using System.Diagnostics;
using EventOps.Lab;

namespace EventOps.Network.Tests;

/// <summary>The daemon built beside the tests, with the stock rules; and waiting for what it does.</summary>
internal static class NearDaemon
{
    private const int MostTold = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Starts it, and waits until it is sensing.</summary>
    public static Task<DaemonProcess> StartAsync(string settings) => DaemonProcess.StartNewAsync(
        new DaemonOptions { Program = Path.Combine(AppContext.BaseDirectory, "eventops"), Rules = Path.Combine(NetworkLab.Root, "rules"), Settings = settings },
        TestContext.Current.CancellationToken);

    /// <summary>Whether a line of its log has these words.</summary>
    public static bool HasSaid(this DaemonProcess daemon, string words) => daemon.Log.Any(l => l.Contains(words, StringComparison.Ordinal));

    /// <summary>What it said, for a test that failed.</summary>
    public static string Said(this DaemonProcess daemon) => string.Join('\n', daemon.Log.TakeLast(MostTold));

    /// <summary>Waits until it holds.</summary>
    /// <param name="otherwise">What is told beside the log when it does not come to that.</param>
    public static async Task UntilAsync(this DaemonProcess daemon, Func<bool> holds, Func<string>? otherwise = null)
    {
        var began = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(began.Elapsed < Patience, $"{otherwise?.Invoke()}\n{daemon.Said()}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
