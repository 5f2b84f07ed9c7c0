using EventOps.Actuators.Storage;
using EventOps.Linux.Lvm;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>Changes of LVM that are taken back, with a script in the place of lvm(8).</summary>
public sealed class LvmHandTests : IDisposable
{
    private const string Report = """
        {"report": [{
          "vg": [{"vg_name":"vg0", "vg_uuid":"u", "vg_attr":"wz--n-", "vg_extent_size":"4194304", "vg_extent_count":"30", "vg_free_count":"26", "vg_missing_pv_count":"0"}],
          "pv": [{"vg_name":"vg0", "pv_name":"/dev/sda", "pv_uuid":"p", "pv_size":"62914560", "pv_free":"62914560", "pv_allocatable":"", "dev_size":"67108864", "pe_start":"1048576"}],
          "lv": [{"vg_name":"vg0", "lv_name":"data0", "lv_uuid":"l", "lv_size":"12582912", "lv_path":"/dev/vg0/data0", "lv_attr":"-ri-a-----", "lv_active":"active",
            "lv_permissions":"read-only", "origin":"", "lv_health_status":"", "data_percent":"", "pool_lv":"", "lv_skip_activation":"skip activation"}]}]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-hand-").FullName;

    private string Calls => Path.Combine(_folder, "calls");

    [Fact]
    public Task A_volume_made_writable_is_made_read_only_again() =>
        TakenBackAsync(hand => VolumeSteps.MakeWritable(hand, "vg0/data0"), "lvchange --permission rw -- vg0/data0", "lvchange --permission r -- vg0/data0");

    [Fact]
    public Task A_volume_that_a_boot_activates_is_left_out_again() =>
        TakenBackAsync(hand => VolumeSteps.ActivateAtBoot(hand, "vg0/data0"), "lvchange --setactivationskip n -- vg0/data0", "lvchange --setactivationskip y -- vg0/data0");

    [Fact]
    public Task A_disk_that_gives_extents_gives_none_again() =>
        TakenBackAsync(hand => DiskSteps.Allow(hand, "vg0", "/dev/sda"), "pvchange --allocatable y -- /dev/sda", "pvchange --allocatable n -- /dev/sda");

    [Fact]
    public Task A_disk_taken_out_of_its_group_is_brought_back() =>
        TakenBackAsync(hand => DiskSteps.Release(hand, "vg0", "/dev/sda")[0], "vgreduce -- vg0 /dev/sda", "vgextend -- vg0 /dev/sda");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task TakenBackAsync(Func<LvmHand, StateStep> make, string done, string undone)
    {
        var step = make(Hand());
        await step.UndoAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Calls), "what was never done is not taken back");
        Assert.IsType<Readiness.Ready>(await Steps.CheckAsync(step));

        await step.ApplyAsync(TestContext.Current.CancellationToken);
        await step.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal([done, undone], (await File.ReadAllLinesAsync(Calls, TestContext.Current.CancellationToken)).Where(l => !l.StartsWith("vgcfgbackup", StringComparison.Ordinal)));
    }

    private LvmHand Hand()
    {
        var program = Path.Combine(_folder, "lvm");
        File.WriteAllText(Path.Combine(_folder, "report"), Report);
        File.WriteAllText(program, $$"""
            #!/bin/sh
            [ "$1" = fullreport ] && exec cat {{_folder}}/report
            echo "$*" >> {{Calls}}
            """ + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var tool = new LvmTool(new LvmOptions { Program = program, Config = "" });
        return new LvmHand(tool, new MetadataSaves(tool, Path.Combine(_folder, "saved")));
    }
}
