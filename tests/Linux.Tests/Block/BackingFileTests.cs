using EventOps.Lab;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests.Block;

public sealed class BackingFileTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_is_extended_with_blocks_or_with_a_hole(bool allocate)
    {
        using var folder = new ScratchFolder("/dev/shm");
        var image = folder.MakeFile("a.img", Bytes.FromMiB(1));
        var after = BackingFile.Extend(image, Bytes.FromMiB(3), allocate);
        Assert.Equal(Bytes.FromMiB(3), after.Size);
        Assert.Equal(allocate ? Bytes.FromMiB(2) : Bytes.Zero, after.Allocated);
    }

    [Fact]
    public void A_file_is_never_made_smaller()
    {
        using var folder = new ScratchFolder();
        var image = folder.MakeFile("a.img", Bytes.FromMiB(2));
        Assert.Equal(Bytes.FromMiB(2), BackingFile.Extend(image, Bytes.FromMiB(1), allocate: true).Size);
    }

    [Fact]
    public void A_full_holder_leaves_the_file_as_it_was()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Size = Bytes.FromMiB(64) });
        var image = LinuxPath.FromString(volume.Fill("inner.img", Bytes.FromMiB(4)));
        var before = BackingFile.Read(image);
        var refusal = Assert.Throws<LinuxException>(() => BackingFile.Extend(image, Bytes.FromMiB(400), allocate: true));
        Assert.Equal(Errno.ENOSPC, refusal.Errno);
        Assert.Equal(before.Size, BackingFile.Read(image).Size);

        // ext4 may keep a block of its extent tree; the data blocks are all given back.
        Assert.True(BackingFile.Read(image).Allocated - before.Allocated < Bytes.FromKiB(64));
    }

    [Fact]
    public void A_symbolic_link_and_a_folder_are_refused()
    {
        using var folder = new ScratchFolder();
        var image = folder.MakeFile("a.img", Bytes.FromMiB(1));
        var link = Path.Combine(folder.Path, "link.img");
        File.CreateSymbolicLink(link, image.ToString());
        Assert.Equal(Errno.ELOOP, Assert.Throws<LinuxException>(() => BackingFile.Extend(LinuxPath.FromString(link), Bytes.FromMiB(2), false)).Errno);
        Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => BackingFile.Read(LinuxPath.FromString(folder.Path))).Errno);
        Assert.Equal(Bytes.FromMiB(1), BackingFile.Read(image).Size);
    }
}
