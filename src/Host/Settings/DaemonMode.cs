namespace EventOps.Host.Settings;

/// <summary>Whether the daemon touches the machine.</summary>
public enum DaemonMode
{
    /// <summary>It senses, decides and journals what it would do, and does nothing. The default.</summary>
    Observe,

    /// <summary>It does what the rules decide and the guard allows.</summary>
    Act,
}
