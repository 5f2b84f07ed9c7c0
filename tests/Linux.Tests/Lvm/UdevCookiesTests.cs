using EventOps.Linux.Lvm;

namespace EventOps.Linux.Tests.Lvm;

public sealed class UdevCookiesTests : IDisposable
{
    private const string Titles = "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";

    private readonly ScratchFolder _folder = new();

    [Theory]
    [InlineData(" 223153485          3   600          1     0     0     0     0 1700000000 1700000000\n", true)]
    [InlineData("         0          0   600          1     0     0     0     0          0 1700000000\n", false)]
    [InlineData("-223153485          3   600          1     0     0     0     0          0 1700000000\n", false)]
    [InlineData("223153485x\n\n", false)]
    [InlineData("", false)]
    public void A_cookie_is_told_by_its_key(string line, bool isCookie)
    {
        var list = Write(Titles + line);
        Assert.Equal(isCookie, UdevCookies.AreWaitedForInVain(list, _folder.Path));
    }

    [Theory]
    [InlineData("systemd-udevd")]
    [InlineData("udevd")]
    public void Where_udevd_runs_it_will_answer(string name)
    {
        var process = Directory.CreateDirectory(Path.Combine(_folder.Path, "4711")).FullName;
        File.WriteAllText(Path.Combine(process, "cmdline"), $"/usr/lib/systemd/{name}\0--daemon\0");
        Assert.False(UdevCookies.AreWaitedForInVain(Write(Titles + " 223153485 3\n"), _folder.Path));
    }

    [Fact]
    public void Without_the_list_nobody_waits() => Assert.False(UdevCookies.AreWaitedForInVain(Path.Combine(_folder.Path, "none"), _folder.Path));

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        var file = Path.Combine(_folder.Path, "sem");
        File.WriteAllText(file, text);
        return file;
    }
}
