using EventOps.Host.Settings;
using EventOps.Model;
using Serilog.Events;

namespace EventOps.Host.Tests.Settings;

public sealed class GoodSettingsTests
{
    [Fact]
    public void An_empty_file_means_every_default_and_no_volume()
    {
        var settings = Read("");
        Assert.Equal(
            (ActingMode.Observe, "/var/lib/eventops", "/run/eventops", "/etc/eventops/rules", "/var/cache/eventops", LogEventLevel.Information),
            (settings.Mode, settings.StateFolder, settings.RuntimeFolder, settings.RulesFolder, settings.CacheFolder, settings.LogLevel));
        Assert.Equal(
            new JournalSettings
            {
                Folder = "/var/lib/eventops/journal",
                Budget = Bytes.FromMiB(256),
                Segment = Bytes.FromMiB(16),
                KeepFree = Bytes.FromMiB(64),
                KeepFor = TimeSpan.FromDays(30),
            },
            settings.Journal);
        Assert.Equal(new RulesSettings { NewRules = RuleMode.Observe, AnswerWithin = TimeSpan.FromSeconds(1), User = "nobody", Memory = Bytes.FromMiB(256) }, settings.Rules);
        Assert.Equal(
            new SamplingSettings { Slowest = TimeSpan.FromSeconds(30), Fastest = TimeSpan.FromMilliseconds(1), StuckAfter = TimeSpan.FromSeconds(5) },
            settings.Sampling);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Commands.TimeLimit);
        Assert.Empty(settings.Volumes);
    }

    [Fact]
    public void A_volume_has_the_defaults_of_its_policy() =>
        Assert.Equal(
            new VolumePolicy { Volume = "/data", MountPoint = "/data", Ceiling = Bytes.FromGiB(8) },
            Assert.Single(Read("[[volume]]\nmount = \"/data\"\nceiling = \"8G\"").Volumes));

    [Fact]
    public void Every_key_reaches_its_place()
    {
        var settings = Read(SettingsText.Complete);
        Assert.Equal(
            (ActingMode.Act, "/srv/state", "/srv/run", "/srv/rules", "/srv/cache", LogEventLevel.Debug),
            (settings.Mode, settings.StateFolder, settings.RuntimeFolder, settings.RulesFolder, settings.CacheFolder, settings.LogLevel));
        Assert.Equal(("/srv/journal", 1L << 30, 32L << 20), (settings.Journal.Folder, settings.Journal.Budget.Value, settings.Journal.Segment.Value));
        Assert.Equal((Bytes.FromMiB(128), TimeSpan.FromDays(7)), (settings.Journal.KeepFree, settings.Journal.KeepFor));
        Assert.Equal(("eventops-rules", Bytes.FromMiB(512)), (settings.Rules.User, settings.Rules.Memory));
        Assert.Equal((60.0, 5.0, 10.0), (settings.Sampling.Slowest.TotalSeconds, settings.Sampling.Fastest.TotalMilliseconds, settings.Sampling.StuckAfter.TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(2), settings.Commands.TimeLimit);
        Assert.Equal(
            new VolumePolicy
            {
                Volume = "data",
                MountPoint = "/data",
                GrowAt = new Percent(80),
                GrowBelow = Bytes.FromMiB(200),
                Step = Bytes.FromGiB(1),
                Ceiling = Bytes.FromGiB(100),
                Reserve = Bytes.FromGiB(1),
                Cooldown = TimeSpan.FromMinutes(1),
                EmergencyGrowths = 5,
                Horizon = TimeSpan.FromSeconds(4),
                FastestFill = new ByteRate(2L << 30),
                GrowAtInodes = new Percent(95),
            },
            settings.Volumes[0]);
        Assert.Equal(("/dev/vg0/logs", null, "/dev/vg0/logs"), (settings.Volumes[1].Volume, settings.Volumes[1].MountPoint, settings.Volumes[1].Device));
    }

    [Theory]
    [InlineData("\"/mnt/with space\"", "/mnt/with space")]
    [InlineData("\"/mnt/new\\nline\"", "/mnt/new\nline")]
    [InlineData("\"/mnt/größe 数据 💾\"", "/mnt/größe 数据 💾")]
    [InlineData("'/mnt/back\\slash'", "/mnt/back\\slash")]
    [InlineData("\"//mnt///a/./b/\"", "/mnt/a/b")]
    [InlineData("\"/\"", "/")]
    [InlineData("\"/mnt/\\u001B[31m\"", "/mnt/\u001B[31m")]
    public void A_mount_point_may_be_whatever_the_kernel_allows(string written, string expected) =>
        Assert.Equal(expected, Read($"[[volume]]\nmount = {written}\nceiling = \"8G\"").Volumes[0].MountPoint);

    [Theory]
    [InlineData("journal.budget = \"1G\"")]
    [InlineData("journal = { budget = \"1G\" }")]
    [InlineData("[journal]\r\nbudget = \"1G\"\r\n")]
    [InlineData("\uFEFF[journal] # with a byte order mark\nbudget = '1G'")]
    [InlineData("[\"journal\"]\n\"budget\" = '''1G'''")]
    public void A_table_may_be_written_in_any_of_the_ways_of_TOML(string text) => Assert.Equal(Bytes.FromGiB(1), Read(text).Journal.Budget);

    [Fact]
    public void Volumes_may_be_a_list_of_inline_tables() =>
        Assert.Equal(["/a", "/b"], Read("volume = [{ mount = \"/a\", ceiling = \"8G\" }, { mount = \"/b\", ceiling = \"8G\" }]").Volumes.Select(v => v.Volume));

    [Theory]
    [InlineData("\"nobody\"", "nobody")]
    [InlineData("65534", "65534")]
    [InlineData("\"65534\"", "65534")]
    [InlineData("\"_rules-1.x$\"", "_rules-1.x$")]
    public void The_user_of_the_rules_is_a_name_or_a_number(string written, string expected) =>
        Assert.Equal(expected, Read($"[rules]\nuser = {written}").Rules.User);

    [Fact]
    public void The_journal_follows_the_state_folder() =>
        Assert.Equal("/srv/e/journal", Read("[daemon]\nstate = \"/srv/e/\"").Journal.Folder);

    [Fact]
    public void Two_reads_of_the_same_text_are_equal_and_of_another_are_not()
    {
        Assert.Equal(Read(SettingsText.Complete), Read(SettingsText.Complete));
        Assert.Equal(Read(SettingsText.Complete).GetHashCode(), Read(SettingsText.Complete).GetHashCode());
        Assert.NotEqual(Read(SettingsText.Complete), Read(SettingsText.Complete.Replace("80%", "81%", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("192.168.0.1/32", "", 0u, false)]
    [InlineData("192.168.0.1/32", "mark = 0x51", 81u, false)]
    [InlineData("0.0.0.0/0", "", WantedTunnel.FirstOfQuick, true)]
    [InlineData("::/0", "", WantedTunnel.FirstOfQuick, true)]
    [InlineData("0.0.0.0/0", "mark = 81", 81u, false)]
    public void A_tunnel_that_takes_everything_has_wg_quicks_mark_unless_it_is_given_one(string allowed, string mark, uint expected, bool isOfQuick)
    {
        var text = $"[[tunnel]]\nname = \"wg0\"\n{mark}\n[[peer]]\ntunnel = \"wg0\"\nkey = \"xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\"\nallowed = [\"{allowed}\"]";
        Assert.Equal(new WantedTunnel("wg0", 0, null, null, expected, isOfQuick), Assert.Single(Read(text).Network!.Tunnels));
    }

    [Fact]
    public void A_policy_rule_is_for_the_family_of_its_addresses_or_for_both()
    {
        var rules = Read("""
            [[rule]]
            priority = 100
            from = "10.1.2.3/8"
            iif = "lo"
            oif = "eth0"
            not = true
            table = 7

            [[rule]]
            priority = 200
            mark = 0x51
            action = "prohibit"
            """).Network!.Rules.Select(r => r.Rule);
        var marked = new RoutingRule(false, 200, "prohibit", 0, 0x51, uint.MaxValue, "");
        Assert.Equal([new RoutingRule(false, 100, "table", 7, 0, 0, "not from 10.0.0.0/8 iif lo oif eth0"), marked, marked with { IsIPv6 = true }], rules);
    }

    [Fact]
    public void A_service_is_open_and_closed_to_prefixes_in_one_way_of_writing() => Assert.Equal(
        new WantedService(8080, "wg0", "", OpenTo: "10.0.0.0/8, fdaa::/16", ClosedTo: "10.0.0.66/32, fdaa::66/128"),
        Assert.Single(Read("""
            [[service]]
            port = 8080
            open-on = ["wg0"]
            open-to = ["FDAA:0::/16", "10.0.0.0/8", "10.0.0.0/8"]
            closed-to = ["10.0.0.66", "fdaa:0:0::66"]
            """).Network!.Services));

    private static DaemonSettings Read(string text)
    {
        var result = SettingsText.Parse(text);
        Assert.True(result.IsValid, SettingsText.Shown(result));
        return result.Settings;
    }
}
