using CsCheck;
using EventOps.Linux.Block;
using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests.Block;

public sealed class BlockDeviceTests
{
    [Fact]
    public void A_logical_volume_and_a_partition_are_read_from_sysfs()
    {
        using var sysfs = new ScratchFolder();
        Make(sysfs.Path, "dm-3", ("dev", "253:3"), ("size", "2048"), ("ro", "0"), ("dm/uuid", "LVM-abc"), ("dm/name", "vg--0-data"), ("dm/suspended", "1"));
        Make(sysfs.Path, "sda1", ("dev", "8:1"), ("size", "4096"), ("ro", "1"), ("partition", "1"));
        Make(sysfs.Path, "broken", ("dev", "nonsense"), ("size", "-1"));

        var volume = BlockDevice.Find(new DeviceNumber(253, 3), sysfs.Path)!;
        Assert.Equal(new BlockDevice("dm-3", new(253, 3), Bytes.FromMiB(1), false, false, "LVM-abc", "vg--0-data", true), volume);
        Assert.True(volume.IsLogicalVolume);
        var partition = BlockDevice.Find("sda1", sysfs.Path)!;
        Assert.True(partition.IsPartition && partition.IsReadOnly);
        Assert.Equal(["dm-3", "sda1"], BlockDevice.List(sysfs.Path).Select(device => device.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../loop0")]
    [InlineData("nothing")]
    public void What_is_no_device_is_not_found(string name) => Assert.Null(BlockDevice.Find(name));

    [Fact]
    public void A_number_of_no_block_device_is_not_found() => Assert.Null(BlockDevice.Find(new DeviceNumber(0, 1)));

    [Theory]
    [InlineData("vg--0-data", "vg-0", "data")]
    [InlineData("vg-a--b--c", "vg", "a-b-c")]
    public void Mapper_names_are_split(string name, string group, string volume)
    {
        Assert.True(MapperNames.TrySplit(name, out var g, out var v));
        Assert.Equal((group, volume), (g, v));
    }

    [Theory]
    [InlineData("luks")]
    [InlineData("vg-data-real")]
    [InlineData("vg--data")]
    [InlineData("-data")]
    [InlineData("")]
    public void Other_mapper_names_are_none(string name) => Assert.False(MapperNames.TrySplit(name, out _, out _));

    [Fact]
    public void Joining_and_splitting_gives_the_same_names() =>
        Gen.Select(Gen.Char["ab-_.+"].Array[1, 8], Gen.Char["ab-_.+"].Array[1, 8])
            .Where((g, v) => g[0] != '-' && v[0] != '-')
            .Sample((g, v) => MapperNames.TrySplit(MapperNames.Join(new string(g), new string(v)), out var group, out var volume)
                ? group == new string(g) && volume == new string(v)
                : g[^1] == '-');

    private static void Make(string sysfs, string name, params (string Name, string Value)[] attributes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(sysfs, "class", "block", name)).FullName;
        Directory.CreateDirectory(Path.Combine(sysfs, "dev", "block"));
        foreach (var (attribute, value) in attributes)
        {
            var file = Path.Combine(folder, attribute);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, value + "\n");
            if (attribute == "dev")
            {
                File.CreateSymbolicLink(Path.Combine(sysfs, "dev", "block", value), folder);
            }
        }
    }
}
