using System.Text;
using EventOps.Linux.Mounts;
using EventOps.Model;
using EventOps.Sensors.Storage;

namespace EventOps.Sensors.Tests.Storage;

public class FstabReaderTests
{
    private static readonly MountPolicy Wanted = new() { Path = "/data", Device = "/dev/vg0/data0", FileSystem = "ext4" };

    [Theory]
    [InlineData("/dev/vg0/data0 /data ext4 noatime 0 0", "")]
    [InlineData("/dev/vg0/data0 /data/ auto noauto,auto 0 0", "")]
    [InlineData("/dev/vg0/data0 /data2 ext4 defaults 0 0", "it has no line for it")]
    [InlineData("/dev/vg0/data1 /data ext4 defaults 0 0", "it mounts /dev/vg0/data1 there, not /dev/vg0/data0")]
    [InlineData("/dev/vg0/data0 /data ext4 ro 0 0", "it mounts it read-only (ro)")]
    [InlineData("/dev/vg0/data0 /data ext4 noauto 0 0", "it leaves it out at a boot (noauto)")]
    [InlineData("/dev/x /data/ ext4 defaults 0 0\n/dev/vg0/data0 /data ext4 defaults 0 0", "it has 2 lines for it, and each mounts what the next covers")]
    public void What_differs_from_the_wanted_mount_is_told(string table, string problem) =>
        Assert.Equal(problem, FstabReader.Problem(Wanted, Fstab.Parse(Encoding.ASCII.GetBytes(table + "\n"))));

    [Fact]
    public void What_is_meant_to_be_left_out_may_be() =>
        Assert.Equal("", FstabReader.Problem(Wanted with { Options = "noauto" }, Fstab.Parse("/dev/vg0/data0 /data ext4 noauto 0 0\n"u8)));
}
