using EventOps.Journal.Reading;
using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>Deletes the oldest segments: those over the budget of bytes or age, or in the way of free space.</summary>
internal sealed class Retention(JournalWriterOptions options, IJournalStorage storage)
{
    /// <summary>Held while names change, so that a segment is not deleted between its compression and its new name.</summary>
    public Lock Names { get; } = new();

    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    public void Apply(string active, DateTimeOffset wall)
    {
        lock (Names)
        {
            var files = storage.List();
            var total = files.Sum(f => f.Length);
            foreach (var file in Closed(files, active))
            {
                if (total <= options.TotalSize.Value && wall - file.Changed < options.TotalAge)
                {
                    break;
                }

                storage.Delete(file.Name);
                total -= file.Length;
            }
        }
    }

    /// <summary>Deletes oldest segments until the floor is kept.</summary>
    /// <exception cref="JournalStorageException">None is left to delete, or the filesystem refuses.</exception>
    public void KeepFloor(string? active, long more)
    {
        while (storage.FreeBytes() - more < options.FreeFloor.Value)
        {
            if (!TryDeleteOldest(active))
            {
                throw new JournalStorageException(
                    "write",
                    storage.Directory,
                    JournalStorageException.NoSpace,
                    $"less than {options.FreeFloor} would be left on its filesystem: free some, or lower journal.free-floor");
            }
        }
    }

    /// <summary>The newest closed one stays: it tells how the disk came to be full.</summary>
    /// <returns>False when there is none to spare.</returns>
    public bool TryDeleteOldest(string? active)
    {
        lock (Names)
        {
            var closed = Closed(storage.List(), active).ToList();
            if (closed.Count < 2)
            {
                return false;
            }

            storage.Delete(closed[0].Name);
            return true;
        }
    }

    private static IEnumerable<StoredFile> Closed(IReadOnlyList<StoredFile> files, string? active) =>
        files.Where(f => SegmentName.TryRead(f.Name, out _, out _) && f.Name != active);
}
