using EventOps.Linux.Lvm;
using EventOps.Model;
using EventOps.Sensors.Storage;

namespace EventOps.Sensors.Tests.Storage;

public class LvmReaderTests
{
    private static readonly IReadOnlyList<PoolDisk> Wanted = [Disk("/dev/loop0"), Disk("/dev/loop1")];

    [Fact]
    public void A_disk_that_LVM_sees_is_not_hidden() => Assert.Empty(LvmReader.Hidden(Report("/dev/loop0", "/dev/loop1"), Wanted));

    [Fact]
    public void A_disk_that_LVM_does_not_see_is_hidden_though_it_tells_of_as_many_one_of_which_is_missing() =>
        Assert.Equal(["/dev/loop1"], LvmReader.Hidden(Report("/dev/loop0", "[unknown]"), Wanted));

    [Fact]
    public void What_is_not_attached_or_carries_no_label_is_not_hidden() =>
        Assert.Empty(LvmReader.Hidden(Report(), [Wanted[0] with { Device = "" }, Wanted[1] with { Content = DiskContent.Blank }]));

    [Fact]
    public void A_thin_snapshot_keeps_nothing_from_growing_and_another_does()
    {
        var group = new VolumeGroup(
            "vg0", "", "", Bytes.FromMiB(4), 100, 0, 0, [Volume("data", "-wi-a-----"), Volume("snap", "swi-a-s---", "data"), Volume("thin", "Vwi-a-t---", pool: "pool0"), Volume("thin-snap", "Vwi-a-t---", "thin", "pool0")], []);

        Assert.Equal(
            [("vg0/data", "", "", true), ("vg0/snap", "vg0/data", "", false), ("vg0/thin", "", "vg0/pool0", false), ("vg0/thin-snap", "", "vg0/pool0", false)],
            LvmReader.Read(new LvmReport([group], [], []), null).Volumes.Select(v => (v.Name, v.Origin, v.ThinPool, v.HasSnapshot)));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(39.9, 35)]
    [InlineData(100.0, 100)]
    public void Of_a_move_it_is_told_now_and_then_how_far_it_is(double copied, int told)
    {
        var group = new VolumeGroup("vg0", "", "", Bytes.FromMiB(4), 100, 0, 0, [Volume("data", "-wI-ao----"), Volume("pvmove0", "p-C-aom---") with { CopyPercent = new Percent(copied) }], []);

        Assert.Equal(told.Percent(), Assert.Single(LvmReader.Read(new LvmReport([group], [], []), null).Groups).Moved);
    }

    private static LogicalVolume Volume(string name, string attributes, string origin = "", string pool = "") => new(
        "vg0", name, name, Bytes.FromMiB(100), "/dev/vg0/" + name, attributes, true, "writeable", origin, "", 12.Percent(), pool);

    private static LvmReport Report(params string[] devices) => new(
        [], [.. devices.Select(d => new PhysicalVolume("", d, d, Bytes.FromMiB(196), Bytes.Zero, true, Bytes.FromMiB(200), Bytes.FromMiB(1)))], []);

    private static PoolDisk Disk(string device) => new()
    {
        Pool = "vg0",
        Path = device,
        Exists = true,
        Device = device,
        Content = DiskContent.PhysicalVolume,
    };
}
