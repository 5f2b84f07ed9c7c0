namespace EventOps.Model.Tests.Network;

/// <summary>Files of kernel parameters against the wanted state.</summary>
public sealed class WantedFilesTests
{
    private static readonly NetworkPolicy Policy = new()
    {
        Addresses = [new WantedAddress("eth0.10", Cidr.Parse("fdaa::2/112"))],
        Parameters = [new WantedParameter("net.ipv4.ip_forward", "0"), new WantedParameter("net.ipv4.ping_group_range", "0 10")],
    };

    [Fact]
    public void Parameters_that_an_address_implies_are_kept_as_the_others_are()
    {
        Assert.Equal([WantedFiles.Parameters, WantedFiles.LastParameters], WantedFiles.PathsOf(Policy));
        var judged = Judge(WantedFiles.Parameters, null);
        Assert.NotEmpty(judged.Problems);
        Assert.Contains("\nnet.ipv4.ip_forward = 0\n", judged.Corrected, StringComparison.Ordinal);
        Assert.Contains("\nnet/ipv6/conf/eth0.10/disable_ipv6 = 0\n", judged.Corrected, StringComparison.Ordinal);
        Assert.Empty(Judge(WantedFiles.Parameters, judged.Corrected).Problems);
        Assert.Single(NetworkPlan.ParametersOf(Policy with { Parameters = [new WantedParameter("net.ipv6.conf.eth0/10.disable_ipv6", "1")] }));
    }

    [Theory]
    [InlineData("net.ipv4.ip_forward=1", "line 2: net.ipv4.ip_forward is 1, not 0")]
    [InlineData("  -net/ipv4/ip_forward = 1", "line 2: net/ipv4/ip_forward is 1, not 0")]
    [InlineData("net.ipv6.conf.eth0/10.disable_ipv6 = 1", "line 2: net.ipv6.conf.eth0/10.disable_ipv6 is 1, not 0")]
    [InlineData("net.ipv4.ping_group_range = 1\t0", "line 2: net.ipv4.ping_group_range is 1 0, not 0 10")]
    [InlineData("net.ipv4.ping_group_range = 0\t10", null)]
    [InlineData("net.ipv4.ip_forward = 0", null)]
    [InlineData("#net.ipv4.ip_forward = 1", null)]
    [InlineData("; net.ipv4.ip_forward = 1", null)]
    [InlineData("net.ipv4.ip_default_ttl = 1", null)]
    [InlineData("net.ipv4.ip_forward", null)]
    public void A_line_of_the_file_that_is_taken_last_is_put_aside_where_it_says_otherwise(string line, string? problem)
    {
        var text = $"# local\n{line}\nvm.swappiness = 10\n";
        var judged = Judge(WantedFiles.LastParameters, text);
        Assert.Equal(problem is null ? [] : [problem], judged.Problems);
        Assert.Equal($"# local\n{(problem is null ? "" : "#eventops# ")}{line}\nvm.swappiness = 10\n", judged.Corrected);
        Assert.Empty(Judge(WantedFiles.LastParameters, judged.Corrected).Problems);
    }

    [Fact]
    public void Where_that_file_is_not_there_nothing_is_wrong() => Assert.Empty(Judge(WantedFiles.LastParameters, null).Problems);

    [Fact]
    public void What_the_packet_filter_is_loaded_from_counts_where_something_must_pass()
    {
        Assert.DoesNotContain(WantedFiles.Filter, WantedFiles.PathsOf(Policy));
        Assert.Contains(WantedFiles.Filter, WantedFiles.PathsOf(Policy with { Services = [new WantedService(8080, "eth0", "")] }));
    }

    [Fact]
    public void A_file_of_an_older_journal_may_be_corrected()
    {
        var read = (NetworkFileRead)EventKinds.ReadPayload("network.file", """{"file":{"path":"/a","problems":"b","sha256":"c"}}"""u8, default)!;
        Assert.Equal(new NetworkFile("/a", "b", "c", "", IsCorrectable: true), read.File);
    }

    private static FileJudgement Judge(string path, string? text) => WantedFiles.Judge(path, text, Policy, new TunnelKeys(_ => new TunnelKey("key"), _ => [], _ => null));
}
