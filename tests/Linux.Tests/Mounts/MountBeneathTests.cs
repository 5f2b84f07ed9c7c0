using EventOps.Lab;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Mounts;

public sealed class MountBeneathTests
{
    [Fact]
    public void What_a_mount_hides_is_told_and_what_lies_on_it_is_not()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting needs root");
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Path, "data");
        Directory.CreateDirectory(path);
        var place = LinuxPath.FromString(path);
        ScratchMounts.Mount("none", place, "tmpfs", 0);
        try
        {
            File.WriteAllText(Path.Combine(path, "on-it"), "");
            Assert.False(MountBeneath.HoldsFiles(path));
        }
        finally
        {
            ScratchMounts.Unmount(place);
        }

        File.WriteAllText(Path.Combine(path, "beneath"), "");
        ScratchMounts.Mount("none", place, "tmpfs", 0);
        try
        {
            Assert.True(MountBeneath.HoldsFiles(path));
        }
        finally
        {
            ScratchMounts.Unmount(place);
        }
    }

    [Fact]
    public void Of_a_folder_that_is_not_there_and_of_the_root_nothing_is_told()
    {
        Assert.Null(MountBeneath.HoldsFiles("/"));
        Assert.Null(MountBeneath.HoldsFiles("/no-such-folder/data"));
    }
}
