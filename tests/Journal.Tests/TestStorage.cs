using EventOps.Journal.Storage;

namespace EventOps.Journal.Tests;

/// <summary>A real folder whose calls can be made to fail or wait.</summary>
internal sealed class TestStorage(string directory) : IJournalStorage
{
    private readonly DiskStorage disk = new(directory);

    public int Syncs;

    /// <summary>Asked before each call with its name; the errno to fail with, or 0.</summary>
    public Func<string, int> Errno { get; set; } = _ => 0;

    public string Directory => disk.Directory;

    public IReadOnlyList<StoredFile> List() => disk.List();

    public IJournalFile Create(string name)
    {
        Ask("create");
        return new TestFile(this, disk.Create(name));
    }

    public IJournalFile Open(string name) => disk.Open(name);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name)
    {
        Ask("delete");
        disk.Delete(name);
    }

    public void SyncNames() => disk.SyncNames();

    public long FreeBytes() => disk.FreeBytes();

    public void Dispose() => disk.Dispose();

    private void Ask(string call)
    {
        if (Errno(call) is not 0 and var errno)
        {
            throw JournalStorageException.Of(call, Directory, errno);
        }
    }

    private sealed class TestFile(TestStorage storage, IJournalFile file) : IJournalFile
    {
        public string Name => file.Name;

        public long Length => file.Length;

        public bool IsInPlace => file.IsInPlace;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            storage.Ask("write");
            file.Write(bytes, offset);
        }

        public int Read(Span<byte> bytes, long offset) => file.Read(bytes, offset);

        public void Sync()
        {
            Interlocked.Increment(ref storage.Syncs);
            storage.Ask("sync");
            file.Sync();
        }

        public void Cut(long length)
        {
            storage.Ask("cut");
            file.Cut(length);
        }

        public void Allocate(long length) => file.Allocate(length);

        public void Dispose() => file.Dispose();
    }
}
