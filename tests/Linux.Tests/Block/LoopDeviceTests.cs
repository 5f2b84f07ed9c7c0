using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests.Block;

public sealed class LoopDeviceTests
{
    [Fact]
    public void A_loop_device_is_attached_resized_and_detached()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root and loop devices");
        using var folder = new ScratchFolder();
        var image = folder.MakeFile("im age\n.img", Bytes.FromMiB(4));
        var loop = LoopDevice.Attach(image);
        try
        {
            var device = BlockDevice.Find(loop.Name)!;
            Assert.Equal(Bytes.FromMiB(4), device.Size);
            Assert.Equal(image, device.BackingFile);
            Assert.False(device.IsReadOnly);
            Assert.Equal(device, BlockDevice.Find(device.Number));
            Assert.Contains(device, BlockDevice.List());

            BackingFile.Extend(image, Bytes.FromMiB(9), allocate: false);
            Assert.Equal(Bytes.FromMiB(4), BlockDevice.Find(loop.Name)!.Size);
            loop.SetCapacity();
            Assert.Equal(Bytes.FromMiB(9), BlockDevice.Find(loop.Name)!.Size);
        }
        finally
        {
            Assert.True(loop.Detach());
        }

        Assert.NotEqual(image, loop.BackingFile());
    }

    [Fact]
    public void A_loop_device_can_be_read_only()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root and loop devices");
        using var folder = new ScratchFolder();
        var loop = LoopDevice.Attach(folder.MakeFile("ro.img", Bytes.FromMiB(1)), readOnly: true);
        try
        {
            Assert.True(BlockDevice.Find(loop.Name)!.IsReadOnly);
        }
        finally
        {
            loop.Detach();
        }
    }

    [Fact]
    public async Task Many_that_attach_at_once_all_get_a_device_of_their_own()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root and loop devices");
        using var folder = new ScratchFolder();
        var images = Enumerable.Range(0, 12).Select(i => folder.MakeFile($"{i}.img", Bytes.FromMiB(1))).ToArray();
        var loops = await Task.WhenAll(images.Select(image => Task.Run(() => LoopDevice.Attach(image))));
        try
        {
            Assert.Equal(12, loops.Distinct().Count());
            Assert.Equal(images, loops.Select(loop => loop.BackingFile()!.Value));
        }
        finally
        {
            Array.ForEach(loops, loop => loop.Detach());
        }
    }

    [Theory]
    [InlineData("loop7", 7)]
    [InlineData("/dev/loop12", 12)]
    public void A_loop_device_is_known_by_its_name(string name, int number) => Assert.Equal(number, LoopDevice.FromName(name)!.Number);

    [Theory]
    [InlineData("loop-control")]
    [InlineData("loop")]
    [InlineData("sda")]
    [InlineData("loop7p1")]
    public void Other_names_are_none(string name) => Assert.Null(LoopDevice.FromName(name));

    [Fact]
    public void The_filesystem_that_holds_a_backing_file_is_found()
    {
        using var folder = new ScratchFolder("/dev/shm");
        var file = BackingFile.Read(folder.MakeFile("held.img", Bytes.FromMiB(2)));
        Assert.Contains(MountTable.Read().OnDevice(file.Holder), mount => mount.MountPoint == LinuxPath.FromString("/dev/shm"));
        Assert.Equal(Bytes.Zero, file.Allocated);
    }
}
