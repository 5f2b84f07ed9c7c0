using EventOps.Host.Settings;

namespace EventOps.Host.Daemon;

/// <summary>The settings that this daemon runs with, and those it is to begin anew with once it has ended in good order.</summary>
/// <param name="now">What it runs with.</param>
internal sealed class SettingsInForce(SettingsResult now)
{
    private volatile SettingsResult? _next;

    /// <summary>What it runs with.</summary>
    public SettingsResult Now => now;

    /// <summary>What it begins anew with; null when it is to end for good.</summary>
    public SettingsResult? Next
    {
        get => _next;
        set => _next = value;
    }

    /// <summary>Why these cannot be taken over by a daemon that runs; null when they can.</summary>
    public static string? NeedsRestart(DaemonSettings before, DaemonSettings after) =>
        before.RuntimeFolder != after.RuntimeFolder ? "another runtime folder holds another lock and another control socket; restart the daemon for it"
        : before.StateFolder != after.StateFolder ? "another state folder is another daemon's memory; restart the daemon for it"
        : null;
}
