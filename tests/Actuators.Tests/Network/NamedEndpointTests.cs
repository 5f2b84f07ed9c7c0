using System.Net;
using System.Net.Sockets;
using EventOps.Actuators.Network;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;

namespace EventOps.Actuators.Tests.Network;

/// <summary>A name may lead nowhere, or to more places than anybody wants to try.</summary>
public sealed class NamedEndpointTests
{
    private static readonly IPAddress[] Some = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"), IPAddress.Parse("fdaa::1")];

    private static HashSet<IPEndPoint> NoneTried => [];

    [Fact]
    public void Both_families_are_tried_by_turns_and_what_is_in_use_last() =>
        Assert.Equal(["[fdaa::1]:51820", "192.0.2.2:51820", "192.0.2.1:51820"], Texts(NamedEndpoint.Order(Some, 51820, IPEndPoint.Parse("192.0.2.1:51820"), NoneTried)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_fifty_addresses_the_one_that_answers_has_its_turn_whatever_their_order(bool isShuffled)
    {
        var fifty = Enumerable.Range(1, 50).Select(i => IPAddress.Parse($"192.0.2.{i}")).ToArray();
        var (random, current, tried) = (new Random(7), IPEndPoint.Parse("192.0.2.1:51820"), new HashSet<IPEndPoint>());
        for (var round = 0; round < 3; round++)
        {
            var turns = 1;
            for (; !Try().Contains("192.0.2.40:51820"); turns++)
            {
                Assert.InRange(turns, 1, 6);
            }

            tried.Clear();
        }

        List<string> Try()
        {
            if (isShuffled)
            {
                random.Shuffle(fifty);
            }

            var found = NamedEndpoint.Order(fifty, 51820, current, tried);
            Assert.Equal(NamedEndpoint.Most, found.Count);
            tried.UnionWith(found);
            current = found[^1];
            return [.. Texts(found)];
        }
    }

    [Fact]
    public void A_few_addresses_are_tried_in_the_resolvers_order_each_time()
    {
        var tried = new HashSet<IPEndPoint>();
        var first = Texts(NamedEndpoint.Order(Some, 51820, null, tried)).ToList();
        tried.UnionWith(first.Select(IPEndPoint.Parse));
        Assert.Equal(first, Texts(NamedEndpoint.Order(Some, 51820, null, tried)));
    }

    [Fact]
    public void A_name_without_an_address_is_none() => Assert.Throws<SocketException>(() => NamedEndpoint.Order([], 51820, null, NoneTried));

    [Fact]
    public async Task A_name_that_leads_nowhere_is_told()
    {
        var error = await Assert.ThrowsAsync<LinuxException>(() =>
            NamedEndpoint.FindAsync("nowhere.invalid:51820", null, NoneTried, NetworkNamespace.Own, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("nowhere.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_looked_up() => Assert.Contains(
        await NamedEndpoint.FindAsync("localhost:51820", null, NoneTried, NetworkNamespace.Own, TimeProvider.System, TestContext.Current.CancellationToken),
        e => IPAddress.IsLoopback(e.Address) && e.Port == 51820);

    private static IEnumerable<string> Texts(IEnumerable<IPEndPoint> endpoints) => endpoints.Select(e => e.ToString());
}
