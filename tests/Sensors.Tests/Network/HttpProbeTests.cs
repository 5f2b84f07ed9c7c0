using EventOps.Linux.Namespaces;
using EventOps.Model;
using EventOps.Sensors.Network;

namespace EventOps.Sensors.Tests.Network;

/// <summary>Each way in which a server can be, over real sockets.</summary>
public sealed class HttpProbeTests
{
    [Theory]
    [InlineData(Conduct.Answers, true, "ok")]
    [InlineData(Conduct.Redirects, true, "ok")]
    [InlineData(Conduct.SendsWithoutEnd, true, "ok")]
    [InlineData(Conduct.SaysNotFound, false, "status 404")]
    [InlineData(Conduct.NeverAnswers, false, "too slow")]
    [InlineData(Conduct.Drips, false, "too slow")]
    [InlineData(Conduct.SpeaksNoHttp, false, "no HTTP")]
    [InlineData(Conduct.SendsHeadersWithoutEnd, false, "no HTTP")]
    [InlineData(Conduct.Closes, false, "no HTTP")]
    [InlineData(Conduct.Resets, false, "reset")]
    public async Task What_a_server_does_is_told_by_its_cause(Conduct conduct, bool isReachable, string cause)
    {
        await using var server = new OddServer(conduct);
        var reach = await AskAsync(new WantedProbe(server.Url, true, TimeSpan.FromSeconds(2)));
        Assert.Equal((isReachable, cause), (reach.IsReachable, reach.Cause));

        // What lies in the buffers of the two sockets has been sent too.
        Assert.InRange(server.Sent, 0, 32 << 20);
    }

    [Fact]
    public async Task A_reset_is_told_as_one_at_whatever_moment_it_comes()
    {
        await using var server = new OddServer(Conduct.Resets);
        var causes = new HashSet<string>();
        for (var look = 0; look < 300; look++)
        {
            causes.Add((await AskAsync(new WantedProbe(server.Url, true, TimeSpan.FromSeconds(2)))).Cause);
        }

        Assert.Equal(["reset"], causes);
    }

    [Fact]
    public async Task Where_nothing_should_be_reached_a_connection_is_enough_to_be_reachable()
    {
        await using var server = new OddServer(Conduct.NeverAnswers);
        var reach = await AskAsync(new WantedProbe(server.Url, false, TimeSpan.FromSeconds(2)));
        Assert.True(reach.IsReachable);
    }

    [Fact]
    public async Task Nobody_listening_is_refused()
    {
        string url;
        await using (var server = new OddServer(Conduct.Answers))
        {
            url = server.Url;
        }

        var reach = await AskAsync(new WantedProbe(url, false, TimeSpan.FromSeconds(2)));
        Assert.Equal((false, "refused"), (reach.IsReachable, reach.Cause));
    }

    [Fact]
    public async Task A_link_that_is_not_there_leaves_no_way()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to bind a socket to a link");
        await using var server = new OddServer(Conduct.Answers);
        var reach = await AskAsync(new WantedProbe(server.Url, true, TimeSpan.FromSeconds(2), "nolink0"));
        Assert.Equal((false, "no link"), (reach.IsReachable, reach.Cause));
    }

    [Fact]
    public async Task Another_namespace_is_asked_from_within()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root, to make a network namespace");
        await using var server = new OddServer(Conduct.Answers);
        using var probe = new HttpProbe(new WantedProbe(server.Url, true, TimeSpan.FromSeconds(2)), NetworkNamespace.CreateUnnamed(), TimeProvider.System);
        var reach = await probe.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal((false, "no route"), (reach.IsReachable, reach.Cause));
    }

    private static async Task<Reach> AskAsync(WantedProbe wanted)
    {
        using var probe = new HttpProbe(wanted, NetworkNamespace.Own, TimeProvider.System);
        return await probe.LookAsync(TestContext.Current.CancellationToken);
    }
}
