using EventOps.Model;
using Microsoft.Extensions.Hosting.Systemd;

namespace EventOps.Host.Daemon;

/// <summary>
/// Tells systemd of the daemon's life (sd_notify(3)), with a line of what it does for systemctl status. A daemon that begins anew with new settings is
/// reloading, not stopping: STOPPING=1 would have systemd wait for the process to end, and kill it.
/// </summary>
internal sealed class LifeNotifier(ISystemdNotifier systemd, SettingsInForce settings) : ISystemdNotifier
{
    /// <inheritdoc/>
    public bool IsEnabled => systemd.IsEnabled;

    /// <inheritdoc/>
    public void Notify(ServiceState state)
    {
        var isStopping = state.Equals(ServiceState.Stopping);
        systemd.Notify(isStopping && settings.Next is not null ? new ServiceState("STATUS=Beginning anew with new settings") : state);
        if (state.Equals(ServiceState.Ready) && settings.Now.Settings is { } now)
        {
            systemd.Notify(new ServiceState($"STATUS={(now.Mode is ActingMode.Act ? "Acting" : "Observing")}, {now.Volumes.Length.Counted("volume")}"));
        }
    }
}
