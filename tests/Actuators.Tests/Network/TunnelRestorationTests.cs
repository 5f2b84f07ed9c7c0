using System.Diagnostics;
using EventOps.Actuators.Network;
using EventOps.Linux.Namespaces;
using EventOps.Model;
using Microsoft.Extensions.Time.Testing;

namespace EventOps.Actuators.Tests.Network;

public sealed class TunnelRestorationTests : IDisposable
{
    private static readonly NetworkPolicy Policy = new() { Tunnels = [new WantedTunnel("wg0", 51820, "/etc/wireguard/wg0.conf")] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventops-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task While_somebody_elses_wg_quick_is_at_work_it_waits()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        var cancel = TestContext.Current.CancellationToken;
        using var network = NetworkNamespace.CreateUnnamed();
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var step = Assert.Single(await new TunnelHand(Policy, network, time).PlanAsync(new RestoreTunnel("wg0", "test"), cancel));
        using var other = StartOther();
        var check = step.CheckAsync(cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(check.IsCompleted);

        other.StandardInput.Close();
        await other.WaitForExitAsync(cancel);
        while (!check.IsCompleted)
        {
            // Other tests may have a wg-quick of theirs, which is waited for as well.
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        Assert.IsType<Readiness.Ready>(await check);
    }

    /// <summary>A program by that name that does nothing until its input ends.</summary>
    private Process StartOther()
    {
        var script = Path.Combine(_folder.FullName, "wg-quick");
        File.WriteAllText(script, "read -r line\n");
        return Process.Start(new ProcessStartInfo("bash", [script, "up", "wg0"]) { RedirectStandardInput = true })!;
    }
}
