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

    [Fact]
    public void Both_families_are_tried_by_turns_and_what_is_in_use_last() =>
        Assert.Equal(["[fdaa::1]:51820", "192.0.2.2:51820", "192.0.2.1:51820"], Texts(NamedEndpoint.Order(Some, 51820, IPEndPoint.Parse("192.0.2.1:51820"))));

    [Fact]
    public void Of_fifty_addresses_the_first_are_tried()
    {
        var fifty = Enumerable.Range(1, 50).Select(i => IPAddress.Parse($"192.0.2.{i}")).ToList();
        Assert.Equal(NamedEndpoint.Most, NamedEndpoint.Order(fifty, 51820, null).Count);
        Assert.Equal("192.0.2.2:51820", NamedEndpoint.Order(fifty, 51820, IPEndPoint.Parse("192.0.2.1:51820"))[0].ToString());
    }

    [Fact]
    public void A_name_without_an_address_is_none() => Assert.Throws<SocketException>(() => NamedEndpoint.Order([], 51820, null));

    [Fact]
    public async Task A_name_that_leads_nowhere_is_told()
    {
        var error = await Assert.ThrowsAsync<LinuxException>(() =>
            NamedEndpoint.FindAsync("nowhere.invalid:51820", null, NetworkNamespace.Own, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains("nowhere.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_looked_up() => Assert.Contains(
        await NamedEndpoint.FindAsync("localhost:51820", null, NetworkNamespace.Own, TimeProvider.System, TestContext.Current.CancellationToken),
        e => IPAddress.IsLoopback(e.Address) && e.Port == 51820);

    private static IEnumerable<string> Texts(IEnumerable<IPEndPoint> endpoints) => endpoints.Select(e => e.ToString());
}
