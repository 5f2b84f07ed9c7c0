using System.Runtime.Versioning;
using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Linux.Tests.Lvm;

[SupportedOSPlatform("linux")]
public sealed class LvmToolTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_report_with_warnings_around_it_is_read_whole()
    {
        using var fake = new FakeTool("echo '  WARNING: PV /dev/x is missing {'; print; echo '  Reloading'; echo '  on stderr' >&2", LvmFixture.Report);
        var report = await Tool(fake).ReportAsync(Never);

        var group = Assert.Single(report.Groups);
        Assert.Equal(("eovg", Bytes.FromMiB(4), 26), (group.Name, group.ExtentSize, group.FreeCount));
        Assert.Equal(["data", "thin"], group.LogicalVolumes.Select(v => v.Name));
        Assert.Equal((new Bytes(12582912), true, false, (Percent?)null), (group.LogicalVolumes[0].Size, group.LogicalVolumes[0].IsActive!.Value, group.LogicalVolumes[0].IsSuspended, group.LogicalVolumes[0].DataPercent));
        Assert.Equal([null, new Percent(37.25)], group.LogicalVolumes.Select(v => v.CopyPercent));
        Assert.Equal((true, "partial", new Percent(42.5), "pool"), (group.LogicalVolumes[1].IsSuspended, group.LogicalVolumes[1].Health, group.LogicalVolumes[1].DataPercent, group.LogicalVolumes[1].Pool));
        Assert.Equal("/dev/loop2", Assert.Single(report.Unused).Name);
        Assert.Equal(["on stderr", "WARNING: PV /dev/x is missing {", "Reloading"], report.Warnings);
    }

    [Theory]
    [InlineData("eovg", true)]
    [InlineData("eovg2", false)]
    public async Task A_group_with_metadata_of_different_age_is_known_by_the_warning_about_it(string warned, bool isOld)
    {
        var script = $"print; echo '  WARNING: ignoring metadata seqno 6 on /dev/loop3 for seqno 7 on /dev/loop0 for VG {warned}.' >&2; echo '  WARNING: Inconsistent metadata found for VG {warned}.' >&2";
        using var fake = new FakeTool(script, LvmFixture.Report);

        Assert.Equal(isOld, Assert.Single((await Tool(fake).ReportAsync(Never)).Groups).HasOldMetadata);
    }

    [Fact]
    public async Task Only_physical_volumes_that_may_be_allocated_count_as_room_to_grow()
    {
        using var fake = new FakeTool("print", LvmFixture.Report);
        var group = (await Tool(fake).ReportAsync(Never)).Groups[0];

        Assert.Equal(new Bytes(46137344), group.GrowableFree);
        Assert.Equal(new Bytes(109051904), group.Free);
    }

    [Theory]
    [InlineData("exit 0", "it printed nothing")]
    [InlineData("echo garbage", "no JSON")]
    [InlineData("echo '{'", "JSON")]
    [InlineData("echo '{}'", "no report")]
    [InlineData("echo '{\"report\":[{\"vg\":[{\"vg_name\":\"a\"}]}]}'", "no vg_uuid")]
    [InlineData("echo '{\"report\":[{\"vg\":[{\"vg_name\":{}}]}]}'", "vg_name is a Object")]
    [InlineData("echo '{\"report\":[{\"vg\":7}]}'", "JSON")]
    [InlineData("head -c 10485760 /dev/zero", "more than are kept")]
    [InlineData("print; echo '  oops' >&2; exit 5", "exit code 5")]
    public async Task A28_A29_anything_but_a_whole_report_is_unknown_and_says_why(string script, string problem)
    {
        using var fake = new FakeTool(script, LvmFixture.Report);
        var refused = await Assert.ThrowsAsync<LvmOutputException>(() => Tool(fake).ReportAsync(Never));

        Assert.Contains(problem, refused.Problem, StringComparison.Ordinal);
        Assert.Contains("fullreport", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A29_a_report_cut_off_anywhere_is_never_taken_for_a_whole_one()
    {
        var whole = LvmFixture.Report.TrimEnd();
        for (var length = 0; length < whole.Length; length += 37)
        {
            using var fake = new FakeTool("print", whole[..length]);
            await Assert.ThrowsAsync<LvmOutputException>(() => Tool(fake).ReportAsync(Never));
        }
    }

    [Fact]
    public async Task A28_a_grandchild_that_keeps_the_pipe_does_not_hold_the_report()
    {
        using var fake = new FakeTool("print; sleep 3 &", LvmFixture.Report);
        Assert.Single((await Tool(fake).ReportAsync(Never)).Groups);
    }

    [Fact]
    public async Task A_hung_lvm_that_only_reads_is_ended_with_all_that_it_started_and_the_report_unknown()
    {
        using var fake = new FakeTool("trap '' TERM; sleep 1000");
        var refused = await Assert.ThrowsAsync<LvmOutputException>(() => Impatient(fake).ReportAsync(Never));

        Assert.Contains("it was stopped after", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_reads_runs_at_a_time_however_many_ask()
    {
        using var fake = new FakeTool("mkdir $0.runs || exit 7; sleep 0.1; rmdir $0.runs; print", LvmFixture.Report);
        var tool = Tool(fake);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => tool.ReportAsync(Never))), r => Assert.Single(r.Groups));
    }

    [Theory]
    [InlineData(false, "lvextend --config global/wait_for_locks=0 --size 8388608b -- vg/lv\n")]
    [InlineData(true, "lvextend --config global/wait_for_locks=0 --autobackup n --size 8388608b -- vg/lv\n")]
    public async Task Extending_passes_an_absolute_size_and_leaves_the_exit_code_to_the_caller(bool noArchive, string expected)
    {
        using var fake = new FakeTool("echo \"$*\"; echo \"$LVM_SUPPRESS_FD_WARNINGS\" >&2; exit 5");
        var result = await Tool(fake).ExtendAsync("vg", "lv", new Bytes(8388608), noArchive, Never);

        Assert.Equal((expected, "1\n", ExitStatus.OfCode(5)), (result.Output.Text, result.Error.Text, result.Status));
    }

    [Theory]
    [InlineData("-vg", "lv")]
    [InlineData("vg", "")]
    [InlineData("vg", "..")]
    [InlineData("vg", "a/b")]
    [InlineData("vg", "a b\n")]
    [InlineData("vg", "a\n")]
    public async Task Names_that_lvm_does_not_allow_are_refused_before_anything_runs(string group, string volume) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new LvmTool().ExtendAsync(group, volume, Bytes.FromMiB(8), cancel: Never));

    [Fact]
    public async Task The_real_lvm_reads_a_real_group_on_loop_devices()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/lvm"), "needs root and lvm2");
        await using var group = await LoopGroup.CreateAsync();
        var report = await new LvmTool(new LvmOptions { Config = group.Config }).ReportAsync(Never);

        var found = Assert.Single(report.Groups);
        Assert.Equal((group.Name, 15, 15), (found.Name, found.ExtentCount, found.FreeCount));
        Assert.Equal((found.Free, group.Device), (found.GrowableFree, Assert.Single(found.PhysicalVolumes).Name));
        var extended = await new LvmTool(new LvmOptions { Config = group.Config }).ExtendAsync(group.Name, "absent", Bytes.FromMiB(8), cancel: Never);
        Assert.Equal(ExitStatus.OfCode(5), extended.Status);
    }

    [Theory]
    [InlineData("devices { use_devicesfile=0 }", LvmHidingKind.None)]
    [InlineData("devices { use_devicesfile=1 }", LvmHidingKind.DevicesFile)]
    [InlineData("devices { use_devicesfile=0 }\ndevices { global_filter=[\"r,/dev/loop.*,\"] }", LvmHidingKind.Filter)]
    [InlineData("devices { filter=\"r|.*|\" }", LvmHidingKind.Filter)]
    [InlineData("devices { use_devicesfile=1\nfilter=\"r|.*|\" }", LvmHidingKind.Filter)]
    [InlineData("devices { use_devicesfile=1\nfilter=\"r|.*|\" }", LvmHidingKind.DevicesFile, true)]
    public async Task What_hides_disks_is_read_from_the_configuration_of_the_real_lvm(string configuration, LvmHidingKind kind, bool hasDevicesFile = false)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/lvm"), "needs root and lvm2");
        using var folder = new ScratchFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "lvm.conf"), configuration, Never);
        if (hasDevicesFile)
        {
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "devices")).FullName, "system.devices"), "", Never);
        }

        var options = new LvmOptions
        {
            Config = "global/wait_for_locks=1",
            Run = CommandOptions.Storage with { Environment = new Dictionary<string, string> { ["LVM_SYSTEM_DIR"] = folder.Path } },
        };

        Assert.Equal(kind, await new LvmTool(options).HidingAsync(Never));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("r", false)]
    public async Task A_blank_device_is_usable_unless_a_filter_rejects_it(string verdict, bool isUsable)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4") && File.Exists("/usr/sbin/lvm"), "needs root, loop devices and lvm2");
        using var folder = new ScratchFolder();
        var loop = LoopDevice.Attach(folder.MakeFile("blank.img", Bytes.FromMiB(8)));
        try
        {
            var device = $"/dev/{loop.Name}";
            var options = new LvmOptions { Config = $"devices {{ use_devicesfile=0 global_filter=[\"{verdict}|^{device}$|\",\"r|.*|\"] }} global {{ wait_for_locks=0 }}" };

            Assert.Equal(isUsable, (await new LvmTool(options).UsableAsync(Never)).Contains(device));
        }
        finally
        {
            loop.Detach();
        }
    }

    private static LvmTool Impatient(FakeTool fake) => new(new LvmOptions
    {
        Program = fake.Path,
        Run = new CommandOptions { TimeLimit = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(100) },
    });

    private static LvmTool Tool(FakeTool fake) => new(new LvmOptions { Program = fake.Path });
}
