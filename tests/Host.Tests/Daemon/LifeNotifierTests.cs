using EventOps.Host.Daemon;
using EventOps.Host.Tests.Settings;
using Microsoft.Extensions.Hosting.Systemd;

namespace EventOps.Host.Tests.Daemon;

public sealed class LifeNotifierTests : ISystemdNotifier
{
    private readonly List<string> _told = [];

    bool ISystemdNotifier.IsEnabled => true;

    void ISystemdNotifier.Notify(ServiceState state) => _told.Add(state.ToString());

    [Fact]
    public void Ready_it_tells_what_it_does()
    {
        new LifeNotifier(this, new SettingsInForce(SettingsText.Parse("mode = \"act\""))).Notify(ServiceState.Ready);

        Assert.Equal(["READY=1", "STATUS=Acting, 0 volumes"], _told);
    }

    [Fact]
    public void Beginning_anew_it_does_not_tell_that_it_stops()
    {
        var settings = new SettingsInForce(SettingsText.Parse("")) { Next = SettingsText.Parse("mode = \"act\"") };
        new LifeNotifier(this, settings).Notify(ServiceState.Stopping);

        Assert.Equal(["STATUS=Beginning anew with new settings"], _told);
    }

    [Fact]
    public void Stopping_for_good_it_says_so()
    {
        new LifeNotifier(this, new SettingsInForce(SettingsText.Parse(""))).Notify(ServiceState.Stopping);

        Assert.Equal(["STOPPING=1"], _told);
    }
}
