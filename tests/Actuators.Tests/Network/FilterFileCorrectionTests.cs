using EventOps.Actuators.Network;
using EventOps.Lab;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>/etc/nftables.conf of a host of the test's own.</summary>
public sealed class FilterFileCorrectionTests
{
    private const string Dropping = "#!/usr/sbin/nft -f\ntable inet mine {\n chain in {\n  type filter hook input priority 0; policy accept\n  tcp dport 8080 counter drop # why not\n }\n}\n";

    private static readonly NetworkPolicy Policy = new() { CorrectFiles = true, CorrectForeign = true, Services = [new WantedService(8080, "wg0", "")] };

    [Fact]
    public async Task It_gets_a_section_at_its_end_and_keeps_its_owner_and_mode()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to make namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await OwnFiles.StartAsync();
        var (conf, backup) = (host.At("nftables.conf"), host.At("nftables.conf.before-eventops"));
        await File.WriteAllTextAsync(conf, Dropping, cancel);
        FilePermissions.SetOwner(conf, 12, 34);
        File.SetUnixFileMode(conf, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var step = Assert.Single(await new FileHand(Policy, host.Network).PlanAsync(new RepairFile(WantedFiles.Filter, "test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));

        var corrected = await File.ReadAllTextAsync(conf, cancel);
        Assert.StartsWith(Dropping + "# Written by EventOps", corrected, StringComparison.Ordinal);
        Assert.Contains("\ninsert rule inet mine in iifname \"wg0\" tcp dport 8080 accept comment \"eventops\"\n", corrected, StringComparison.Ordinal);
        Assert.Equal(Dropping, await File.ReadAllTextAsync(backup, cancel));
        var status = FileStatus.OfPath(conf)!.Value;
        Assert.Equal((12u, 34u, 0x1c0), (status.Owner, status.Group, status.Permissions));
        Assert.IsType<Readiness.AlreadySo>(await Assert.Single(await new FileHand(Policy, host.Network).PlanAsync(new RepairFile(WantedFiles.Filter, "test"), cancel)).CheckAsync(cancel));
    }

    [Theory]
    [InlineData(true, false, Dropping, "set correct-files")]
    [InlineData(false, true, Dropping, "set correct-files")]
    [InlineData(true, true, "table inet mine {\n", "nft(8) does not load it: /etc/nftables.conf:2:")]
    public async Task What_may_not_or_cannot_be_corrected_is_not_written(bool files, bool foreign, string text, string reason)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to make namespaces");
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await OwnFiles.StartAsync();
        await File.WriteAllTextAsync(host.At("nftables.conf"), text, cancel);
        var hand = new FileHand(Policy with { CorrectFiles = files, CorrectForeign = foreign }, host.Network);
        var refused = await Assert.ThrowsAsync<PlanException>(async () => await hand.PlanAsync(new RepairFile(WantedFiles.Filter, "test"), cancel));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(host.At("nftables.conf"), cancel));
        Assert.False(File.Exists(host.At("nftables.conf.before-eventops")));
    }
}
