namespace EventOps.Host.Replay;

/// <summary>A replay cannot be done, for a reason that a person can mend; the message is fit to be shown alone.</summary>
internal sealed class ReplayException(string message) : Exception(message);
