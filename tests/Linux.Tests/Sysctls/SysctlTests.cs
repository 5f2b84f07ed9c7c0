using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Sysctls;

namespace EventOps.Linux.Tests.Sysctls;

public sealed class SysctlTests
{
    [Theory]
    [InlineData("net.ipv4.icmp_echo_ignore_all", "/proc/sys/net/ipv4/icmp_echo_ignore_all", "net.ipv4.icmp_echo_ignore_all")]
    [InlineData("net.ipv4.conf.eth0/10.rp_filter", "/proc/sys/net/ipv4/conf/eth0.10/rp_filter", "net.ipv4.conf.eth0/10.rp_filter")]
    [InlineData("net/ipv4/conf/eth0.10/rp_filter", "/proc/sys/net/ipv4/conf/eth0.10/rp_filter", "net.ipv4.conf.eth0/10.rp_filter")]
    public void Both_forms_name_a_file(string text, string path, string dotted)
    {
        var name = SysctlName.Parse(text);
        Assert.Equal((path, dotted), (name.Path, name.ToString()));
        Assert.Equal(name, SysctlName.Parse(dotted));
    }

    [Theory]
    [InlineData("")]
    [InlineData("net")]
    [InlineData("net..ipv4")]
    [InlineData("/etc/passwd")]
    [InlineData("net/../../../etc/passwd")]
    [InlineData("net.//.//.//.etc")]
    [InlineData("net.ipv4.a b")]
    [InlineData("net.ipv4.a\0")]
    public void What_leaves_the_folder_is_no_name(string text) => Assert.Throws<FormatException>(() => SysctlName.Parse(text));

    [Fact]
    public void A_value_belongs_to_its_namespace()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        var name = SysctlName.Parse("net.ipv4.icmp_echo_ignore_all");
        var own = Sysctl.Read(NetworkNamespace.Own, name);
        Sysctl.Write(made, name, "1");
        Assert.Equal("1", Sysctl.Read(made, name));
        Assert.Equal(own, Sysctl.Read(NetworkNamespace.Own, name));
        Sysctl.Write(made, SysctlName.OfLink("ipv4", "lo", "rp_filter"), "2");
        Assert.Equal("2", Sysctl.TryRead(made, SysctlName.Parse("net.ipv4.conf.lo.rp_filter")));
    }

    [Fact]
    public void A_refused_value_and_a_missing_parameter_are_told_apart()
    {
        Root.Require();
        using var made = NetworkNamespace.CreateUnnamed();
        var name = SysctlName.Parse("net.ipv4.icmp_echo_ignore_all");
        Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => Sysctl.Write(made, name, "many")).Errno);
        Assert.Throws<ArgumentException>(() => Sysctl.Write(made, name, "1\n0"));
        Assert.Null(Sysctl.TryRead(made, SysctlName.OfLink("ipv4", "nolink", "rp_filter")));
    }
}
