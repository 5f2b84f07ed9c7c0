using EventOps.Actuators.Volumes;
using EventOps.Lab;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Linux.Volumes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Volumes;

/// <summary>
/// Extending logical volumes, with a script in the place of lvm(8) and a loop device in the place of the mapped one; real ones are
/// tried in the virtual machine.
/// </summary>
public sealed class LogicalVolumeTests : IDisposable
{
    private static readonly Bytes Target = Bytes.FromMiB(96);
    private readonly ScratchVolume _volume;
    private readonly FakeLvm _lvm;

    public LogicalVolumeTests()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        _volume = ScratchVolume.Create();
        _lvm = new FakeLvm(_volume);
    }

    private string Saves => Path.Combine(_lvm.Folder, "saved");

    private List<string> Commands => [.. _lvm.Calls.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0])];

    public void Dispose()
    {
        _lvm.Dispose();
        _volume.Dispose();
    }

    [Fact]
    public async Task It_is_extended_to_an_absolute_size_and_a_reread_shows_it()
    {
        var step = Step();
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(CancellationToken.None));
        await step.ApplyAsync(CancellationToken.None);
        Assert.True(await step.VerifyAsync(CancellationToken.None));
        Assert.Contains("--size 100663296b -- vg/data", _lvm.Calls, StringComparison.Ordinal);
        Assert.IsType<Readiness.AlreadySo>(await step.CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A7_a_group_without_room_is_refused_before_the_first_step_with_numbers_and_cure()
    {
        _lvm.FreeMiB = 16;
        var obstacle = await Growths.RefusalAsync(Step());
        Assert.Contains("vg/data needs 32 MiB more, and vg has 16 MiB to give", obstacle.What, StringComparison.Ordinal);
        Assert.Contains("add a disk to the group", obstacle.Cure, StringComparison.Ordinal);
        Assert.DoesNotContain("lvextend", _lvm.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reserve_is_left_in_the_group()
    {
        _lvm.FreeMiB = 40;
        Assert.Contains("10 MiB kept in reserve", (await Growths.RefusalAsync(Step(Bytes.FromMiB(10)))).What, StringComparison.Ordinal);
        Assert.IsType<Readiness.Ready>(await Step().CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A15_a_volume_with_a_snapshot_needs_an_operator()
    {
        _lvm.Snapshot = "data";
        Assert.Contains("has a snapshot", (await Growths.RefusalAsync(Step())).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A17_missing_disks_are_named_and_not_taken_for_a_full_group()
    {
        _lvm.Missing = 1;
        Assert.Contains("vg lacks 1 disk", (await Growths.RefusalAsync(Step())).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A23_a_volume_that_lvm_does_not_know_any_more_is_refused()
    {
        _lvm.Name = "other";
        Assert.Contains("does not know a volume data", (await Growths.RefusalAsync(Step())).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 5")]
    [InlineData("echo garbage")]
    [InlineData("head -c 10485760 /dev/zero")]
    public async Task A28_A29_a_report_that_cannot_be_read_is_unknown_and_never_room(string script)
    {
        _lvm.Report = script;
        await Assert.ThrowsAsync<LvmException>(async () => await Step().CheckAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A22_an_extension_that_says_well_and_does_nothing_has_failed()
    {
        _lvm.Extend = "exit 0";
        await Assert.ThrowsAsync<IOException>(async () => await Step().ApplyAsync(CancellationToken.None));
        Assert.False(await Step().VerifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_extension_that_says_failure_and_has_done_it_is_well()
    {
        _lvm.Extend = _lvm.Extend + "; exit 5";
        await Step().ApplyAsync(CancellationToken.None);
        Assert.True(await Step().VerifyAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("/etc/lvm/archive: no space left")]
    [InlineData("Cannot archive volume group metadata for vg to read-only filesystem.")]
    public async Task A11_with_its_archive_on_a_full_or_read_only_disk_it_is_extended_without_one(string words)
    {
        _lvm.Extend = "case \"$*\" in *--autobackup*) " + _lvm.Extend + $";; *) echo '{words}' >&2; exit 5;; esac";
        var step = Step();
        await step.ApplyAsync(CancellationToken.None);
        Assert.True(await step.VerifyAsync(CancellationToken.None));
        Assert.Equal("96 MiB", await step.DescribeAsync(CancellationToken.None));

        // In between the metadata were saved elsewhere.
        Assert.Equal(["lvextend", "vgcfgbackup", "lvextend"], Commands);
        Assert.Single(Directory.GetFiles(Saves));
    }

    [Fact]
    public async Task A11_without_an_archive_that_the_metadata_could_not_be_saved_elsewhere_either_is_told()
    {
        _lvm.Extend = "case \"$*\" in *--autobackup*) " + _lvm.Extend + ";; *) echo 'Cannot archive' >&2; exit 5;; esac";
        _lvm.Save = "echo 'no space left' >&2; exit 5";
        var step = Step();
        await step.ApplyAsync(CancellationToken.None);
        Assert.True(await step.VerifyAsync(CancellationToken.None));
        Assert.Contains("96 MiB; the metadata of vg could not be saved before", await step.DescribeAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_are_saved_ahead_of_a_growth_once_per_change_of_them()
    {
        var view = View();
        var backup = Path.Combine(_lvm.Folder, "vg");
        await File.WriteAllTextAsync(backup, "seqno = 1", CancellationToken.None);
        await view.SaveAheadAsync("vg", CancellationToken.None);
        await view.SaveAheadAsync("vg", CancellationToken.None);
        Assert.Equal(["vgcfgbackup"], Commands);

        await File.WriteAllTextAsync(backup, "seqno = 10", CancellationToken.None);
        await view.SaveAheadAsync("vg", CancellationToken.None);
        Assert.Equal(["vgcfgbackup", "vgcfgbackup"], Commands);
    }

    [Fact]
    public async Task The_way_of_a_growth_holds_one_process_once_the_group_is_known()
    {
        var view = View();
        await File.WriteAllTextAsync(Path.Combine(_lvm.Folder, "vg"), "seqno = 1", CancellationToken.None);
        await view.ReadAsync("vg", CancellationToken.None);
        await view.SaveAheadAsync("vg", CancellationToken.None);
        var before = Commands.Count;

        var step = new ExtendLogicalVolume(MountedVolume.Find(_volume.MountPath, null)!, "vg", "data", Target, Bytes.Zero, view);
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(CancellationToken.None));
        await step.ApplyAsync(CancellationToken.None);
        Assert.True(await step.VerifyAsync(CancellationToken.None));

        Assert.Equal(["lvextend"], Commands.Skip(before));
    }

    [Fact]
    public async Task A10_a_lock_that_another_holds_fails_with_lvms_own_words()
    {
        _lvm.Extend = "echo \"Can't get lock for vg\" >&2; exit 5";
        var failure = await Assert.ThrowsAsync<IOException>(async () => await Step().ApplyAsync(CancellationToken.None));
        Assert.Contains("Can't get lock for vg", failure.Message, StringComparison.Ordinal);
        Assert.Single(_lvm.Calls.Split('\n'), l => l.Contains("lvextend", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A3_an_extension_that_does_not_end_is_abandoned_and_never_killed()
    {
        _lvm.Extend = "trap '' TERM; while [ ! -e $STOP ] && [ -e $0 ]; do sleep 0.1; done";
        var run = CommandOptions.Storage with { TimeLimit = TimeSpan.FromMilliseconds(300), Grace = TimeSpan.FromMilliseconds(200), ReapLimit = TimeSpan.FromMilliseconds(200) };
        var abandoned = await Assert.ThrowsAsync<AbandonedException>(async () => await Step(run: run).ApplyAsync(CancellationToken.None));
        Assert.Contains("vg/data is left alone", abandoned.Message, StringComparison.Ordinal);
        _lvm.LetGo();
    }

    private ExtendLogicalVolume Step(Bytes? reserve = null, CommandOptions? run = null) =>
        new(MountedVolume.Find(_volume.MountPath, null)!, "vg", "data", Target, reserve ?? Bytes.Zero, View(run));

    private VolumeGroupView View(CommandOptions? run = null)
    {
        // Without --config, as its place in the line counts for the script.
        var tool = new LvmTool(new LvmOptions { Program = _lvm.Write(), Config = "", Run = run ?? CommandOptions.Storage });
        return new VolumeGroupView(tool, new MetadataSaves(tool, Saves), _lvm.Folder);
    }
}
