using System.Text;
using CsCheck;
using EventOps.Linux.Mounts;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Mounts;

public sealed class MountInfoTests
{
    private const string Line = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue";

    [Fact]
    public void The_line_of_the_manual_page_is_read()
    {
        var mount = MountInfo.ParseLine(Encoding.UTF8.GetBytes(Line))!;
        Assert.Equal((36, 35, new DeviceNumber(98, 0)), (mount.Id, mount.ParentId, mount.Device));
        Assert.Equal(("/mnt1", "/mnt2", "/dev/root"), (mount.Root.ToString(), mount.MountPoint.ToString(), mount.Source.ToString()));
        Assert.Equal(("ext3", "rw,noatime", "rw,errors=continue", "master:1 shared:2"), (mount.FileSystem, mount.Options, mount.SuperOptions, mount.OptionalFields));
        Assert.True(mount.IsPart);
        Assert.False(mount.IsReadOnly);
    }

    [Theory]
    [InlineData(@"/a\040b", "/a b")]
    [InlineData(@"/a\011b", "/a\tb")]
    [InlineData(@"/a\012b", "/a\nb")]
    [InlineData(@"/a\134b", @"/a\b")]
    [InlineData(@"/a\134040b", @"/a\040b")]
    [InlineData(@"/a\043b", "/a#b")]
    [InlineData(@"/a\04", @"/a\04")]
    [InlineData(@"/a\08x", @"/a\08x")]
    [InlineData(@"/a\477", @"/a\477")]
    [InlineData(@"/a\", @"/a\")]
    public void Escapes_are_undone_once(string field, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(MountInfo.Unescape(Encoding.UTF8.GetBytes(field))));

    [Fact]
    public void Bytes_that_are_no_text_stay_as_they_are()
    {
        var mount = MountInfo.ParseLine([.. "1 0 0:1 / /x"u8, 0xff, 0xfe, .. " ro - tmpfs none rw"u8])!;
        Assert.Equal([.. "/x"u8, 0xff, 0xfe], mount.MountPoint.Bytes.ToArray());
        Assert.Equal("/x\ufffd\ufffd", mount.MountPoint.ToString());
        Assert.True(mount.IsReadOnly);
    }

    [Fact]
    public void An_empty_source_is_no_reason_to_skip_a_line() =>
        Assert.True(MountInfo.ParseLine("1 0 0:1 / /x rw - tmpfs  rw"u8)!.Source.IsEmpty);

    [Fact]
    public void Every_line_cut_short_is_counted_or_read_and_never_throws()
    {
        for (var length = 0; length < Line.Length; length++)
        {
            var table = MountInfo.Parse(Encoding.UTF8.GetBytes(Line[..length] + "\n" + Line + "\n"));
            Assert.Equal(2, table.Mounts.Count + table.SkippedLines);
            Assert.Equal("/mnt2", table.Mounts[^1].MountPoint.ToString());
        }
    }

    [Fact]
    public void A_nul_in_a_path_is_no_mount() => Assert.Null(MountInfo.ParseLine(@"1 0 0:1 / /x\000y rw - tmpfs none rw"u8));

    [Fact]
    public void Any_bytes_are_lines_read_or_lines_skipped() =>
        Hostile.Sample(Encoding.UTF8.GetBytes(Line + "\n" + Line), bytes =>
        {
            var table = MountInfo.Parse(bytes);
            return table.Mounts.Count + table.SkippedLines <= bytes.Count(b => b == '\n') + 1
                && table.Mounts.All(mount => table.TopmostAt(mount.MountPoint) is null or { Id: >= 0 });
        });

    [Fact]
    public void Escaping_as_the_kernel_does_and_undoing_it_gives_the_same_bytes() =>
        Gen.Byte[1, 255].Array[0, 40].Sample(bytes =>
        {
            var escaped = new List<byte>();
            foreach (var b in bytes)
            {
                escaped.AddRange(b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\\' ? Encoding.ASCII.GetBytes("\\" + Convert.ToString(b, 8).PadLeft(3, '0')) : [b]);
            }

            return MountInfo.Unescape(escaped.ToArray()).AsSpan().SequenceEqual(bytes);
        });
}
