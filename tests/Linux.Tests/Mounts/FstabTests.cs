using System.Text;
using EventOps.Linux.Mounts;

namespace EventOps.Linux.Tests.Mounts;

public class FstabTests
{
    private const string Table = "# a remark with /data in it\nproc\t/proc\tproc\tdefaults\t0\t0\n\n/dev/mapper/vg0-data0   /data\text4 defaults,ro 0 2 # objects\nbroken\n/dev/x /mnt/with\\040space xfs\n";

    [Fact]
    public void Only_the_wrong_field_of_the_one_line_changes()
    {
        var table = Parse(Table);
        var line = table.At("/data")!;
        Assert.True(line.IsReadOnly);

        var corrected = Text(table.With(line.Writable()));

        Assert.Equal(Table.Replace("defaults,ro 0 2", "defaults,rw 0 2", StringComparison.Ordinal), corrected);
    }

    [Fact]
    public void A_missing_line_is_added_at_the_end_and_nothing_else_changes()
    {
        var corrected = Text(Parse(Table).With(new FstabLine("/dev/y", "/mnt/a b", "ext4", "defaults", "0", "2")));

        Assert.Equal(Table + "/dev/y /mnt/a\\040b ext4 defaults 0 2\n", corrected);
        Assert.Equal("/mnt/a b", Parse(corrected).At("/mnt/a b")!.MountPoint);
    }

    [Theory]
    [InlineData("", "/dev/y /y ext4 defaults 0 0\n")]
    [InlineData("/dev/a /a xfs", "/dev/a /a xfs\n/dev/y /y ext4 defaults 0 0\n")]
    public void A_file_without_a_last_newline_gets_the_line_on_one_of_its_own(string before, string after) =>
        Assert.Equal(after, Text(Parse(before).With(new FstabLine("/dev/y", "/y", "ext4", "defaults"))));

    [Fact]
    public void A_line_with_three_fields_means_the_defaults_and_can_get_options()
    {
        var line = Parse(Table).At("/mnt/with space")!;

        Assert.Equal(("defaults", "0", "0"), (line.Options, line.Dump, line.Pass));
        Assert.Contains("/dev/x /mnt/with\\040space xfs noatime\n", Text(Parse(Table).With(line with { Options = "noatime" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("defaults,ro", true)]
    [InlineData("ro,rw", false)]
    [InlineData("rw,ro", true)]
    [InlineData("errors=remount-ro", false)]
    [InlineData("ro", true)]
    public void The_last_word_on_writing_counts(string options, bool isReadOnly) =>
        Assert.Equal(isReadOnly, new FstabLine("/dev/a", "/a", "ext4", options).IsReadOnly);

    [Fact]
    public void Bytes_that_are_no_UTF_8_come_through()
    {
        byte[] raw = [.. "/dev/a /"u8, 0xff, 0xfe, .. " ext4 ro 0 0\n"u8];
        var table = Fstab.Parse(raw);

        Assert.Equal(raw, table.ToBytes());
        Assert.Equal(raw.Length, table.With(Assert.Single(table.Entries).Writable()).ToBytes().Length);
    }

    [Fact]
    public void Whatever_a_file_holds_reading_and_writing_it_changes_nothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var raw = new byte[random.Next(200)];
            for (var i = 0; i < raw.Length; i++)
            {
                raw[i] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)" \t\n#/\\0a,="[random.Next(10)];
            }

            var table = Fstab.Parse(raw);
            Assert.Equal(raw, table.ToBytes());

            // Of several lines for one mount point, all but the last would become remarks.
            foreach (var line in table.Entries.Where(e => table.AllAt(e.MountPoint).Count == 1).ToList())
            {
                Assert.Equal(raw, table.With(table.At(line.MountPoint)!).ToBytes());
            }
        }
    }

    private static Fstab Parse(string text) => Fstab.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(Fstab table) => Encoding.UTF8.GetString(table.ToBytes());
}
