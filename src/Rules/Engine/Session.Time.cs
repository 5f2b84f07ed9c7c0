namespace EventOps.Rules.Engine;

/// <summary>The event stream's time.</summary>
public sealed partial class Session
{
    /// <summary>The event stream's time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When time alone may next make something fire; null when nothing waits for time.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>Moves the event stream's time. Never back: an earlier time is ignored.</summary>
    public void AdvanceTo(DateTimeOffset time) => Now = time > Now ? time : Now;
}
