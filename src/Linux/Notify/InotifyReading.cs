namespace EventOps.Linux.Notify;

/// <summary>What one look at an inotify instance brought.</summary>
/// <param name="HasLost">The queue overflowed, or a record made no sense: look at everything again.</param>
/// <param name="HasMore">The bound was reached before the queue was empty.</param>
public sealed record InotifyReading(IReadOnlyList<InotifyEvent> Events, bool HasLost, bool HasMore);
