using EventOps.Journal.Reading;
using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>Compresses closed segments on a thread of its own. One that cannot be compressed stays plain until the next rotation.</summary>
internal sealed class Compressor : IDisposable
{
    private const int Level = 3;

    /// <summary>Last in the queue for a processor: .NET's own priorities of threads mean nothing on Linux.</summary>
    private const int Nicest = 19;

    private readonly JournalWriterOptions options;
    private readonly IJournalStorage storage;
    private readonly Retention retention;
    private readonly Thread thread;
    private readonly AutoResetEvent wake = new(false);
    private volatile string active = "";
    private volatile bool stopping;

    public Compressor(JournalWriterOptions options, IJournalStorage storage, Retention retention)
    {
        (this.options, this.storage, this.retention) = (options, storage, retention);
        thread = new Thread(Run) { IsBackground = true, Name = "journal-zstd" };
        thread.Start();
    }

    /// <summary>All plain segments but this one may be compressed.</summary>
    public void Look(string activeName)
    {
        active = activeName;
        wake.Set();
    }

    public void Dispose()
    {
        stopping = true;
        wake.Set();
        thread.Join();
        wake.Dispose();
    }

    private void Run()
    {
        _ = Kernel.SetPriority(0, 0, Nicest);
        while (wake.WaitOne() && !stopping)
        {
            try
            {
                CompressAll();
            }
            catch (JournalStorageException)
            {
                // The disk is full or fails: the writer's thread meets the same and reports it. The plain file stands.
                continue;
            }
        }
    }

    private void CompressAll()
    {
        foreach (var file in storage.List())
        {
            if (stopping || string.CompareOrdinal(file.Name, active) >= 0)
            {
                return;
            }

            if (SegmentName.TryRead(file.Name, out _, out var isCompressed) && !isCompressed
                && storage.FreeBytes() - file.Length > options.FreeFloor.Value)
            {
                Compress(file.Name);
            }
        }
    }

    private void Compress(string name)
    {
        var compressed = name + ".zst";
        var unfinished = compressed + SegmentName.Unfinished;
        using var plain = storage.Open(name);
        storage.Delete(unfinished);
        try
        {
            using (var target = storage.Create(unfinished))
            {
                if (!Pack(plain, target))
                {
                    storage.Delete(unfinished);
                    return;
                }

                target.Sync();
            }

            Replace(plain, name, unfinished, compressed);
        }
        catch (JournalStorageException)
        {
            storage.Delete(unfinished);
            throw;
        }
    }

    private void Replace(IJournalFile plain, string name, string unfinished, string compressed)
    {
        lock (retention.Names)
        {
            if (!plain.IsInPlace)
            {
                storage.Delete(unfinished);
                return;
            }

            storage.Rename(unfinished, compressed);
            storage.SyncNames();
            storage.Delete(name);
        }
    }

    private bool Pack(IJournalFile from, IJournalFile to)
    {
        using var zstd = new ZstdSharp.Compressor(Level);
        zstd.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        var input = new byte[1 << 20];
        var output = new byte[ZstdSharp.Compressor.GetCompressBound(input.Length)];
        long read = 0, written = 0;
        while (from.Read(input, read) is > 0 and var count)
        {
            // A frame for each block: readers take frames in a row as one, and memory stays small.
            var packed = zstd.Wrap(input.AsSpan(0, count), output);
            to.Write(output.AsSpan(0, packed), written);
            (read, written) = (read + count, written + packed);
            if (stopping)
            {
                return false;
            }
        }

        return true;
    }
}
