namespace EventOps.Journal.Storage;

/// <summary>An open file of a journal.</summary>
public interface IJournalFile : IDisposable
{
    string Name { get; }

    long Length { get; }

    /// <summary>Whether its name still leads to it: false when it was deleted or replaced under us.</summary>
    bool IsInPlace { get; }

    /// <summary>Writes all of it at an offset; pwrite(2).</summary>
    /// <exception cref="JournalStorageException">Not all could be written; how much was is unknown.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Reads at an offset; pread(2).</summary>
    /// <returns>The bytes read; 0 at the end.</returns>
    /// <exception cref="JournalStorageException">It cannot be read.</exception>
    int Read(Span<byte> bytes, long offset);

    /// <summary>fdatasync(2). After a failure what was written since the last success is to be taken for lost.</summary>
    /// <exception cref="JournalStorageException">The disk failed.</exception>
    void Sync();

    /// <summary>ftruncate(2).</summary>
    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    void Cut(long length);

    /// <summary>Claims the blocks for its first bytes: posix_fallocate(3).</summary>
    /// <exception cref="JournalStorageException">No room.</exception>
    void Allocate(long length);
}
