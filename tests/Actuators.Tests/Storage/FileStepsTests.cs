using EventOps.Actuators.Storage;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>fstab, folders, deleted files: real files of the test's own.</summary>
public sealed class FileStepsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-files-").FullName;

    private string Fstab => Path.Combine(_folder, "fstab");

    private string Saves => Path.Combine(_folder, "saved");

    [Fact]
    public async Task Fstab_is_corrected_in_one_field_saved_before_and_can_be_taken_back()
    {
        const string Before = "# remark\n/dev/mapper/vg0-data0 /data ext4 noatime,ro 0 0 # objects\nproc /proc proc defaults 0 0\n";
        await File.WriteAllTextAsync(Fstab, Before, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Fstab, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var step = FstabStep.Of(new RepairMountTable("/data", "/dev/vg0/data0", "ext4", "defaults", ""), Saves, Fstab);

        await Steps.CarryOutAsync(step);

        Assert.Equal(Before.Replace("noatime,ro", "noatime,rw", StringComparison.Ordinal), await ReadAsync());
        Assert.Equal(Before, await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Saves)), TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Fstab));
        Assert.IsType<Readiness.AlreadySo>(await Steps.CheckAsync(step));
        await step.UndoAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Before, await ReadAsync());
    }

    [Theory]
    [InlineData("UUID=00000000-0000-0000-0000-000000000000 /data ext4 defaults 0 0\n", "/dev/vg0/data0 /data ext4 defaults 0 0\n")]
    [InlineData("/dev/vg0/data0 /data xfs defaults 0 0\n", "/dev/vg0/data0 /data ext4 defaults 0 0\n")]
    [InlineData("/dev/vg0/data0 /data auto ro 0 0\n", "/dev/vg0/data0 /data auto rw 0 0\n")]
    [InlineData("", "/dev/vg0/data0 /data ext4 defaults 0 2\n")]
    [InlineData("/dev/vg0/data0 /data ext4 noauto,noatime 0 0\n", "/dev/vg0/data0 /data ext4 auto,noatime 0 0\n")]
    [InlineData("/dev/vg0/data0 /data/ ext4 ro 0 0\n", "/dev/vg0/data0 /data/ ext4 rw 0 0\n")]
    [InlineData(
        "UUID=00000000-0000-0000-0000-000000000000 /data ext4 defaults 0 0\n/dev/x /data2 ext4 defaults 0 0\n/dev/vg0/data0 /data ext4 noatime 0 0\n",
        "# UUID=00000000-0000-0000-0000-000000000000 /data ext4 defaults 0 0\n/dev/x /data2 ext4 defaults 0 0\n/dev/vg0/data0 /data ext4 noatime 0 0\n")]
    public async Task Only_what_is_wrong_changes(string before, string after)
    {
        await File.WriteAllTextAsync(Fstab, before, TestContext.Current.CancellationToken);

        await Steps.CarryOutAsync(FstabStep.Of(new RepairMountTable("/data", "/dev/vg0/data0", "ext4", "defaults", ""), Saves, Fstab));

        Assert.Equal(after, await ReadAsync());
    }

    [Fact]
    public async Task An_fstab_that_is_a_link_stays_one()
    {
        var real = Path.Combine(_folder, "real");
        await File.WriteAllTextAsync(real, "/dev/vg0/data0 /data xfs defaults 0 0\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Fstab, "real");

        await Steps.CarryOutAsync(FstabStep.Of(new RepairMountTable("/data", "/dev/vg0/data0", "ext4", "defaults", ""), Saves, Fstab));

        Assert.Equal("real", new FileInfo(Fstab).LinkTarget);
        Assert.Equal("/dev/vg0/data0 /data ext4 defaults 0 0\n", await File.ReadAllTextAsync(real, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_gets_its_mode_back_and_its_content_is_left_alone()
    {
        var inner = Path.Combine(_folder, "objects", "inner");
        Directory.CreateDirectory(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.GetDirectoryName(inner)!;
        File.SetUnixFileMode(path, UnixFileMode.None);

        foreach (var step in FolderSteps.Open(new OpenFolder(path, "", "755")).Skip(1))
        {
            await Steps.CarryOutAsync(step);
        }

        Assert.Equal(0x1ed, (int)File.GetUnixFileMode(path));
        Assert.Equal(0x1c0, (int)File.GetUnixFileMode(inner));
    }

    [Fact]
    public async Task A_folder_gets_the_mode_it_had_back_when_a_later_step_fails_and_what_was_so_already_is_not_touched()
    {
        const UnixFileMode Before = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        var path = Path.Combine(_folder, "closed");
        Directory.CreateDirectory(path, Before);
        var steps = FolderSteps.Open(new OpenFolder(path, "", "755"));
        await Steps.CarryOutAsync(steps[1]);

        foreach (var step in steps.Reverse())
        {
            await step.UndoAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(Before, File.GetUnixFileMode(path));
        Assert.NotEqual(true, InodeFlags.IsImmutable(LinuxPath.FromString(path)));
    }

    [Fact]
    public async Task A_folder_whose_mount_is_away_is_left_as_it_is()
    {
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        foreach (var step in FolderSteps.Open(new OpenFolder(_folder, "", "755", 0) { Mount = _folder, Device = "/dev/null" }))
        {
            Assert.Contains("where", Assert.IsType<Readiness.Refused>(await Steps.CheckAsync(step)).Obstacle.What, StringComparison.Ordinal);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Of_the_flags_of_a_folder_only_the_immutable_one_is_taken_away()
    {
        const string Changer = "/usr/bin/chattr";
        var path = Path.Combine(_folder, "kept");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(File.Exists(Changer) && await ExitOfAsync(Changer, "+id", path) == 0, "chattr +id needs its program, CAP_LINUX_IMMUTABLE and a filesystem that has flags");
        try
        {
            var step = FolderSteps.Open(new OpenFolder(path, ""))[0];
            await Steps.CarryOutAsync(step);
            Assert.False(InodeFlags.IsImmutable(LinuxPath.FromString(path)));
            Assert.Equal("d", await FlagsOfAsync(path));
            await step.UndoAsync(TestContext.Current.CancellationToken);
            Assert.Equal("id", await FlagsOfAsync(path));
        }
        finally
        {
            await ExitOfAsync(Changer, "-id", path);
        }
    }

    private static async Task<string> FlagsOfAsync(string path) =>
        new([.. (await OutputOfAsync("/usr/bin/lsattr", "-d", path)).Split(' ')[0].Where(c => c is 'i' or 'd')]);

    private static async Task<int> ExitOfAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static async Task<string> OutputOfAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    [Fact]
    public async Task A_deleted_file_is_emptied_through_a_descriptor_that_only_reads_and_another_file_there_is_not()
    {
        var path = Path.Combine(_folder, "cache.db");
        await File.WriteAllBytesAsync(path, new byte[4 << 20], TestContext.Current.CancellationToken);
        using var held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        var found = Assert.Single(OpenDeletedFile.List(1 << 20), f => f.Name.ToString() == path);
        Assert.Equal((Environment.ProcessId, false), (found.Pid, found.IsMappedByHolder));

        Assert.Throws<LinuxException>(() => OpenDeletedFile.Empty(found.Pid, found.Descriptor, found.Inode + 1));
        await Steps.CarryOutAsync(DeletedFileStep.Of(new EmptyDeletedFile(found.Pid, found.Descriptor, found.Inode, _folder, "")));

        Assert.Equal(0, held.Length);
    }

    [Fact]
    public async Task A_deleted_file_that_is_mapped_is_left_alone()
    {
        var path = Path.Combine(_folder, "mapped.db");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        using var mapped = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        using var view = mapped.CreateViewAccessor();
        File.Delete(path);
        var found = Assert.Single(OpenDeletedFile.List(1), f => f.Name.ToString() == path);
        Assert.True(found.IsMappedByHolder);

        var step = DeletedFileStep.Of(new EmptyDeletedFile(found.Pid, found.Descriptor, found.Inode, _folder, ""));

        Assert.Contains("mapped", Assert.IsType<Readiness.Refused>(await Steps.CheckAsync(step)).Obstacle.What, StringComparison.Ordinal);
        view.Write(0, 1);
    }

    /// <summary>As databases and O_TMPFILE have them: what is written there is read again.</summary>
    [Fact]
    public async Task A_deleted_file_that_somebody_may_write_to_is_left_alone_whoever_else_only_reads_it()
    {
        var path = Path.Combine(_folder, "temporary");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        using var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        var found = OpenDeletedFile.List(1).Where(f => f.Name.ToString() == path).ToList();
        Assert.Equal([false, true], found.Select(f => f.IsWritable).Order());
        var only = found.Single(f => !f.IsWritable);

        var step = DeletedFileStep.Of(new EmptyDeletedFile(only.Pid, only.Descriptor, only.Inode, _folder, ""));

        Assert.Contains("may write", Assert.IsType<Readiness.Refused>(await Steps.CheckAsync(step)).Obstacle.What, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => step.ApplyAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(1 << 20, writer.Length);
    }

    [Fact]
    public async Task A_deleted_file_that_is_mapped_after_the_check_is_left_alone()
    {
        var path = Path.Combine(_folder, "mapped-late.db");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], TestContext.Current.CancellationToken);
        using var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        var found = Assert.Single(OpenDeletedFile.List(1), f => f.Name.ToString() == path);
        var step = DeletedFileStep.Of(new EmptyDeletedFile(found.Pid, found.Descriptor, found.Inode, _folder, ""));
        Assert.IsType<Readiness.Ready>(await Steps.CheckAsync(step));
        using var mapped = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(
            reader, null, 0, System.IO.MemoryMappedFiles.MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = mapped.CreateViewAccessor(0, 0, System.IO.MemoryMappedFiles.MemoryMappedFileAccess.Read);

        await Assert.ThrowsAsync<IOException>(() => step.ApplyAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(1 << 20, reader.Length);
        Assert.Equal(0, view.ReadByte(0));
    }

    /// <summary>Runtimes map memory files, which have names and small inode numbers of their own.</summary>
    [Theory]
    [InlineData("00:01 12 /memfd:doublemapper (deleted)", false)]
    [InlineData("00:2a 12 /media/cache.db (deleted)", true)]
    [InlineData("fe:10 12 /elsewhere/cache.db (deleted)", true)]
    [InlineData("fe:10 12 /media/cache.db", false)]
    [InlineData("fe:10 13 /media/cache.db (deleted)", false)]
    public void A_file_is_mapped_when_inode_and_device_or_inode_and_name_fit(string mapping, bool isMapped)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "1"));
        File.WriteAllText(Path.Combine(_folder, "1", "maps"), $"7f00-7f10 rw-s 00000000 {mapping}\n");
        var file = new OpenDeletedFile(LinuxPath.FromString("/media/cache.db"), 12, new DeviceNumber(254, 16), 1, 1, 3, "httpd", false);

        Assert.Equal(isMapped, OpenDeletedFile.IsMapped(file, _folder));
    }

    [Theory]
    [InlineData("devices { global_filter=[\"r,/dev/loop.*,\"] }", "devices { global_filter=[\"a|^/dev/loop3$|\", \"r,/dev/loop.*,\"] }")]
    [InlineData("\tfilter = [ \"a|.*|\" ]\n# filter = [ \"r|x|\" ]", "\tfilter = [\"a|^/dev/loop3$|\",  \"a|.*|\" ]\n# filter = [ \"r|x|\" ]")]
    [InlineData("filter = [ # of DRBD\n \"r|/dev/sdb|\",\n \"r|loop|\"\n]", "filter = [\"a|^/dev/loop3$|\",  # of DRBD\n \"r|/dev/sdb|\",\n \"r|loop|\"\n]")]
    [InlineData("devices/filter=\"r|.*|\"", "devices/filter=[\"a|^/dev/loop3$|\", \"r|.*|\"]")]
    [InlineData("filter=[ ]", "filter=[ ]")]
    [InlineData("text=\"filter=[ x ]\"", "text=\"filter=[ x ]\"")]
    [InlineData("activation { udev_sync=0 }", "activation { udev_sync=0 }")]
    [InlineData("mlock_filter=[\"x\"]\nthin_check_filtered=[\"x\"]", "mlock_filter=[\"x\"]\nthin_check_filtered=[\"x\"]")]
    public void Disks_are_accepted_first_in_the_filters_of_LVM_and_all_else_stays(string before, string after) =>
        Assert.Equal(after, LvmConfigurationSteps.Accepting(before, ["/dev/loop3"]));

    [Fact]
    public void A_device_is_accepted_by_its_name_and_no_other_that_its_name_would_match_as_a_pattern() =>
        Assert.Equal("filter=[\"a|^/dev/disk/by-id/dm-name-a[.]b$|\", \"r|.*|\"]", LvmConfigurationSteps.Accepting("filter=[\"r|.*|\"]", ["/dev/disk/by-id/dm-name-a.b"]));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<string> ReadAsync() => File.ReadAllTextAsync(Fstab, TestContext.Current.CancellationToken);
}
