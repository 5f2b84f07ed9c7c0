using EventOps.Actuators.Storage;
using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Linux.Security;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>Images and loop devices, real ones.</summary>
public sealed class ImageStepsTests : IDisposable
{
    private static readonly Bytes Size = Bytes.FromMiB(8);

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-images-").FullName;

    private string Image => Path.Combine(_folder, "disk.img");

    [Fact]
    public async Task A_missing_image_is_made_whole_and_only_once()
    {
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));

        var made = BackingFile.Read(LinuxPath.FromString(Image));
        Assert.Equal(Size, made.Size);
        Assert.True(made.Allocated >= Size, $"{made}");
        Assert.Equal([Image], Directory.GetFiles(_folder));
        Assert.IsType<Readiness.AlreadySo>(await Steps.CheckAsync(ImageSteps.Make(Image, Size)));
    }

    [Fact]
    public async Task Without_room_no_stump_is_left()
    {
        Assert.SkipUnless(Capabilities.Read().Has(Capability.SysAdmin), "mounting needs CAP_SYS_ADMIN");
        using var small = new SmallTmpfs(Bytes.FromMiB(4));
        var image = Path.Combine(small.Path, "disk.img");

        await Assert.ThrowsAsync<LinuxException>(() => ImageSteps.Make(image, Size).ApplyAsync(CancellationToken.None).AsTask());

        Assert.Empty(Directory.GetFiles(small.Path));
    }

    [Fact]
    public async Task A_blank_stump_is_completed_and_what_holds_something_is_refused()
    {
        await File.WriteAllBytesAsync(Image, new byte[1 << 20], TestContext.Current.CancellationToken);
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        Assert.Equal(Size.Value, new FileInfo(Image).Length);

        var other = Path.Combine(_folder, "other.img");
        await File.WriteAllBytesAsync(other, [.. new byte[5000], 1, .. new byte[5000]], TestContext.Current.CancellationToken);
        var refused = Assert.IsType<Readiness.Refused>(await Steps.CheckAsync(ImageSteps.Make(other, Size)));
        Assert.Contains("not blank", refused.Obstacle.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holes_are_filled_and_the_content_stays()
    {
        using (var file = File.OpenWrite(Image))
        {
            file.SetLength(Size.Value);
            file.Position = 3 << 20;
            file.Write("kept"u8);
        }

        await Steps.CarryOutAsync(ImageSteps.Fill(Image)[1]);

        var filled = BackingFile.Read(LinuxPath.FromString(Image));
        Assert.True(filled.Allocated >= filled.Size, $"{filled}");
        Assert.Equal("kept"u8.ToArray(), File.ReadAllBytes(Image)[(3 << 20)..((3 << 20) + 4)]);
    }

    [Fact]
    public async Task A_deleted_image_is_detached_only_when_it_is_blank_and_by_its_own_device()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        await Steps.CarryOutAsync(ImageSteps.Attach(Image));
        var device = Assert.Single(Attached()).Path.ToString();
        try
        {
            var step = ImageSteps.DetachDeleted(Image, device);
            Assert.IsType<Readiness.AlreadySo>(await Steps.CheckAsync(step));
            File.Delete(Image);

            // What a label would leave.
            await WriteAsync(device, 1);
            Assert.IsType<Readiness.Refused>(await Steps.CheckAsync(step));
            await Assert.ThrowsAsync<IOException>(() => step.ApplyAsync(CancellationToken.None).AsTask());
            await WriteAsync(device, 0);
            await Steps.CarryOutAsync(step);
        }
        finally
        {
            LoopDevice.FromName(Path.GetFileName(device))?.Detach();
        }
    }

    private static async Task WriteAsync(string device, byte value)
    {
        await using var file = new FileStream(device, FileMode.Open, FileAccess.Write);
        file.Position = 700;
        file.WriteByte(value);
        file.Flush(flushToDisk: true);
    }

    [Fact]
    public async Task An_image_is_attached_once_without_discards_and_a_second_device_over_it_goes()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        await Steps.CarryOutAsync(ImageSteps.Attach(Image));
        var first = Assert.Single(Attached());
        Assert.False(BlockQueue.Discards(first.Name));

        LoopDevice.Attach(LinuxPath.FromString(Image));
        Assert.Equal(2, Attached().Count);
        await Steps.CarryOutAsync(ImageSteps.DetachDuplicate(Image));

        Assert.Single(Attached());
    }

    [Fact]
    public async Task A_device_over_a_copy_of_a_labelled_image_goes_and_one_over_another_stays()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        var (copy, other) = (Path.Combine(_folder, "copy.img"), Path.Combine(_folder, "other.img"));
        foreach (var (path, label) in ((string, byte)[])[(Image, (byte)'a'), (copy, (byte)'a'), (other, (byte)'b')])
        {
            var disk = new byte[Size.Value];
            "LABELONE"u8.CopyTo(disk.AsSpan(512));
            disk[512 + 20] = 32;
            "LVM2 001"u8.CopyTo(disk.AsSpan(512 + 24));
            disk.AsSpan(512 + 32, 32).Fill(label);
            await File.WriteAllBytesAsync(path, disk, TestContext.Current.CancellationToken);
        }

        var devices = new[] { Image, copy, other }.Select(i => LoopDevice.Attach(LinuxPath.FromString(i))).ToList();
        try
        {
            await Steps.CarryOutAsync(ImageSteps.DetachDuplicate(Image));
            Assert.Equal([Image, null, other], devices.Select(d => d.BackingFile()?.ToString()));
        }
        finally
        {
            devices.ForEach(d => d.Detach());
        }
    }

    [Fact]
    public async Task An_image_attached_read_only_is_attached_writable()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        LoopDevice.Attach(LinuxPath.FromString(Image), readOnly: true);

        await Steps.CarryOutAsync(ImageSteps.AttachWritable(Image));

        Assert.False(Assert.Single(Attached()).IsReadOnly);
    }

    [Fact]
    public async Task An_image_that_cannot_be_attached_writable_is_attached_as_it_was()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        LoopDevice.Attach(LinuxPath.FromString(Image), readOnly: true);
        Assert.SkipUnless(Chattr("+i"), "chattr(1) cannot make a file immutable on this filesystem");
        try
        {
            var step = ImageSteps.AttachWritable(Image);
            await Assert.ThrowsAsync<LinuxException>(async () => await step.ApplyAsync(TestContext.Current.CancellationToken));
            Assert.Empty(Attached());

            await step.UndoAsync(TestContext.Current.CancellationToken);

            Assert.True(Assert.Single(Attached()).IsReadOnly);
        }
        finally
        {
            Chattr("-i");
        }

        bool Chattr(string flag)
        {
            using var tool = System.Diagnostics.Process.Start("chattr", [flag, Image]);
            tool.WaitForExit();
            return tool.ExitCode == 0;
        }
    }

    [Fact]
    public async Task A_short_image_is_lengthened_and_its_device_knows()
    {
        SkipWithoutLoop();
        await Steps.CarryOutAsync(ImageSteps.Make(Image, Size));
        await Steps.CarryOutAsync(ImageSteps.Attach(Image));

        foreach (var step in ImageSteps.Lengthen(Image, Size * 2))
        {
            await Steps.CarryOutAsync(step);
        }

        Assert.Equal(Size * 2, Assert.Single(Attached()).Size);
    }

    public void Dispose()
    {
        foreach (var device in Attached())
        {
            LoopDevice.FromName(device.Name)!.Detach();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void SkipWithoutLoop() =>
        Assert.SkipUnless(Capabilities.Read().Has(Capability.SysAdmin) && File.Exists("/dev/loop-control"), "loop devices need CAP_SYS_ADMIN");

    private List<BlockDevice> Attached() => [.. BlockDevice.List().Where(d => d.BackingFile?.ToString() == Image)];
}
