using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Linux.Tests.Lvm;

/// <summary>What a volume can grow by when each of its copies needs a disk of its own.</summary>
public sealed class VolumeGroupTests
{
    [Theory]
    [InlineData(1, 60, 10, 20, 30)]
    [InlineData(2, 10, 10, 10)]
    [InlineData(2, 10, 10, 20)]
    [InlineData(2, 30, 10, 20, 30)]
    [InlineData(2, 0, 20)]
    [InlineData(2, 0, 20, 0)]
    [InlineData(3, 10, 10, 20, 30)]
    [InlineData(3, 20, 10, 10, 20, 30)]
    [InlineData(4, 0, 10, 20, 30)]
    public void Copies_lie_on_different_disks(int copies, int extents, params int[] free)
    {
        var group = Group("data", free);
        Assert.Equal(Bytes.FromMiB(4) * extents, group.GrowableFor(copies));
    }

    [Fact]
    public void A_raid1_has_as_many_copies_as_images()
    {
        var group = Group("data", 1) with
        {
            LogicalVolumes = [.. new[] { "data", "data_rimage_0", "data_rimage_1", "data_rmeta_0", "data2", "data2_rimage_0" }.Select(Volume)],
        };
        Assert.Equal((2, 1, 1), (group.CopiesOf("data"), group.CopiesOf("data2"), group.CopiesOf("other")));
    }

    private static VolumeGroup Group(string volume, params int[] free) => new(
        "vg",
        "uuid",
        "wz--n-",
        Bytes.FromMiB(4),
        1000,
        free.Sum(),
        0,
        [Volume(volume)],
        [.. free.Select((f, i) => new PhysicalVolume("vg", $"/dev/loop{i}", $"u{i}", Bytes.FromGiB(4), Bytes.FromMiB(4) * f, true, Bytes.FromGiB(4), Bytes.FromMiB(1)))]);

    private static LogicalVolume Volume(string name) =>
        new("vg", name, name, Bytes.FromGiB(1), "/dev/vg/" + name, "-wi-a-----", true, "writeable", "", "", null, "");
}
