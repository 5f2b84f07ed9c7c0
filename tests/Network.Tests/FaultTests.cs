using System.Diagnostics;
using System.Globalization;

namespace EventOps.Network.Tests;

/// <summary>
/// Faults of the catalogue (labs/network/faults) that hit a healthy network under two daemons, alone and many at once: some of them, drawn anew each time,
/// or all with EVENTOPS_NETWORK=whole, which takes most of an hour.
/// </summary>
public sealed class FaultTests
{
    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("EVENTOPS_NETWORK") == "whole";

    [Fact]
    public async Task Faults_alone_and_many_at_once_are_healed()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/net/tun"), "needs root and /dev/net/tun");
        var state = Directory.CreateTempSubdirectory("network-faults-");
        try
        {
            var seed = Random.Shared.Next(1, 32768).ToString(CultureInfo.InvariantCulture);
            string[] sample = IsWhole ? [] : ["6", "1"];
            var start = new ProcessStartInfo(Path.Combine(NetworkLab.Root, "labs", "network", "whole"), [Path.Combine(AppContext.BaseDirectory, "eventops"), seed, .. sample])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["LAB_STATE"] = state.FullName;

            // Of a busy machine no figure is asked for, only that all comes right.
            start.Environment["HEAL_LIMIT"] = "90";
            start.Environment["COMBINATION_LIMIT"] = "180";
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var table = await output + await error;
            await TestTable.ShowAsync("network", table);
            Assert.True(process.ExitCode == 0, table);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }
}
