using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Processes;

public class ImagePagesTests
{
    private const string Smaps = """
        7faffa470000-7faffeec5000 r-xp 00000000 fe:00 11676178                   /usr/lib/eventops/eventops.r2r.dll
        Size:              76116 kB
        Rss:               24572 kB
        Private_Clean:      9720 kB
        Private_Dirty:         0 kB
        7faffeee4000-7fb00162c000 rw-p 04a54000 fe:00 11676178                   /usr/lib/eventops/eventops.r2r.dll
        Rss:               25824 kB
        Private_Dirty:         0 kB
        7fb001700000-7fb001800000 r--p 00000000 fe:00 11676178                   /usr/lib/eventops/eventops.r2r.dll
        Rss:                  64 kB
        Private_Dirty:         4 kB
        7fb001900000-7fb001a00000 r--s 00000000 fe:00 11676179                   /opt/a folder/EventOps.Model.dll
        Rss:                 720 kB
        Private_Dirty:         0 kB
        7fb001b00000-7fb001c00000 r-xp 00000000 fe:00 11676180                   /usr/lib/eventops/libcoreclr.so
        Rss:                4540 kB
        Private_Dirty:         0 kB
        7fb001d00000-7fb001e00000 rw-p 00000000 00:00 0
        Rss:                1024 kB
        Private_Dirty:         0 kB
        7fb002000000-7fb002100000 r--s 00000000 fe:00 11676181                   /usr/lib/eventops/Unused.dll
        Rss:                   0 kB
        Private_Dirty:         0 kB
        """;

    [Fact]
    public void Only_what_equals_an_assemblys_file_is_let_go()
    {
        Assert.Equal(
            [(0x7faffa470000, 0x4a55000, 24572L << 10), (0x7fb001900000, 0x100000, 720L << 10)],
            ImagePages.Clean(Smaps.Split('\n')).Select(m => ((long)m.Start, (long)m.Length, m.Resident)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Private_Dirty:         0 kB")]
    [InlineData("zz-yy r-xp 0 0 0 /a.dll\nRss: 4 kB\nPrivate_Dirty: 0 kB")]
    [InlineData("2000-1000 r-xp 0 0 0 /a.dll\nRss: 4 kB\nPrivate_Dirty: 0 kB")]
    [InlineData("- r-xp 0 0 0 /a.dll\nRss: 4 kB\nPrivate_Dirty: 0 kB")]
    [InlineData("1000-2000 r-xp 0 0 0 /a.dll\nRss: many kB\nPrivate_Dirty: 0 kB")]
    public void What_cannot_be_read_is_left_alone(string smaps) => Assert.Empty(ImagePages.Clean(smaps.Split('\n')));

    [Fact]
    public void A_process_lives_on_without_its_pages()
    {
        Assert.True(ImagePages.LetGo() > 0);

        // Code that ran before is read from the file again.
        Assert.Equal([1, 2, 3], new[] { 3, 1, 2 }.Order());
        Assert.Equal(0, ImagePages.LetGo("/proc/self/no-such-file"));
    }
}
