namespace EventOps.Linux.Notify;

/// <summary>What one look at a fanotify group brought: per filesystem, all that happened on it.</summary>
/// <param name="ByFileSystem">The masks of all its events joined; the kernel merges events, so there is no count of writes.</param>
/// <param name="HasLost">The queue overflowed, or a record made no sense: look at everything again.</param>
/// <param name="HasMore">The bound was reached before the queue was empty.</param>
public sealed record FanotifyDrain(IReadOnlyDictionary<FileSystemIdentity, FanotifyMask> ByFileSystem, bool HasLost, bool HasMore)
{
    public bool IsEmpty => ByFileSystem.Count == 0 && !HasLost;
}
