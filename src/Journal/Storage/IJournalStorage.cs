namespace EventOps.Journal.Storage;

/// <summary>The folder that a journal lies in. The seam at which tests make disks fail.</summary>
public interface IJournalStorage : IDisposable
{
    /// <summary>Its path, for messages.</summary>
    string Directory { get; }

    /// <summary>The names of all files in it, in ordinal order.</summary>
    /// <exception cref="JournalStorageException">It cannot be read.</exception>
    IReadOnlyList<StoredFile> List();

    /// <summary>Makes a new file for writing; mode 0640.</summary>
    /// <exception cref="JournalStorageException">It is there already, or the filesystem refuses.</exception>
    IJournalFile Create(string name);

    /// <summary>Opens a file that is there, for reading and cutting.</summary>
    /// <exception cref="JournalStorageException">It is not there or is a link.</exception>
    IJournalFile Open(string name);

    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    void Rename(string from, string to);

    /// <summary>Deletes a file; one that is not there is no error.</summary>
    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    void Delete(string name);

    /// <summary>Makes names durable: fsync(2) of the folder.</summary>
    /// <exception cref="JournalStorageException">The filesystem refuses.</exception>
    void SyncNames();

    /// <summary>What is free on its filesystem for this process, in bytes.</summary>
    /// <exception cref="JournalStorageException">It cannot be told.</exception>
    long FreeBytes();
}
