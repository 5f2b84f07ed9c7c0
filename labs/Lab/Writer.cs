using System.Diagnostics;
using System.Runtime.InteropServices;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Native;
using EventOps.Model;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Lab;

/// <summary>
/// A program that writes a file with write(2) through the page cache, on a thread of its own, and counts what it was refused.
/// Its numbers may be read while it writes.
/// </summary>
public sealed partial class Writer : IDisposable
{
    private const long LookEvery = 1 << 20;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(1);

    private readonly WriterOptions _options;
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _written;
    private long _smallest = long.MaxValue;
    private long _took;
    private int _full;

    private Writer(string path, WriterOptions options)
    {
        _options = options;
        _path = path;

        // Not a FileStream: asking one for its handle moves the file's position back to where the stream believes it is.
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Written so far.</summary>
    public Bytes Written => new(Interlocked.Read(ref _written));

    /// <summary>Writes refused with ENOSPC.</summary>
    public int FullErrors => Volatile.Read(ref _full);

    /// <summary>The least that was available after any MiB written.</summary>
    public Bytes SmallestAvailable => new(Interlocked.Read(ref _smallest));

    /// <summary>On the whole, from its start to its end or now.</summary>
    public ByteRate Rate => ByteRate.Of(Written, Interlocked.Read(ref _took) is > 0 and var took ? new TimeSpan(took) : Stopwatch.GetElapsedTime(_began));

    /// <summary>Completes when it has ended; fails when a write failed for another reason than a full volume.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Creates the file, over one that is there, and begins.</summary>
    public static Writer Start(string path, WriterOptions? options = null)
    {
        var writer = new Writer(path, options ?? new WriterOptions());
        new Thread(writer.Run) { IsBackground = true, Name = "writer" }.Start();
        return writer;
    }

    /// <summary>Has it end after the block at hand.</summary>
    public Task StopAsync()
    {
        _stop.Set();
        return Ended;
    }

    /// <summary>Ends it and closes the file, which stays.</summary>
    public void Dispose() => _stop.Set();

    private void Run()
    {
        Exception? failure = null;
        try
        {
            Write();
        }
        catch (Exception e)
        {
            failure = e;
        }

        // The file is closed before anyone hears of the end: the volume can be unmounted then.
        Interlocked.Exchange(ref _took, Stopwatch.GetElapsedTime(_began).Ticks);
        _file.Dispose();
        if (failure is null)
        {
            _ended.SetResult();
        }
        else
        {
            _ended.SetException(failure);
        }
    }

    private void Write()
    {
        var block = new byte[_options.Block.Value];
        Random.Shared.NextBytes(block);
        var looked = 0L;
        while (!_stop.IsSet && Written < (_options.Until ?? new Bytes(long.MaxValue)))
        {
            var count = Write(_file, block, (nuint)block.Length);
            if (count < 0 && !Refused(Marshal.GetLastPInvokeError()))
            {
                return;
            }

            Interlocked.Add(ref _written, Math.Max(0, count));
            if (_written - looked >= LookEvery)
            {
                looked = _written;
                Look();
                Pace();
            }
        }
    }

    /// <returns>Whether to go on.</returns>
    private bool Refused(int errno)
    {
        switch (errno)
        {
            case Errno.EINTR:
                return true;
            case Errno.ENOSPC:
                Interlocked.Increment(ref _full);
                Look();
                return !_options.StopsAtError && !_stop.Wait(RetryAfter);
            default:
                throw new LinuxException("write", _path, errno);
        }
    }

    private void Look() =>
        Interlocked.Exchange(ref _smallest, Math.Min(_smallest, FileSystemUsage.Read(_file).Available.Value));

    private void Pace()
    {
        if (_options.Limit is not { } limit)
        {
            return;
        }

        var ahead = limit.TimeFor(Written) - Stopwatch.GetElapsedTime(_began);
        if (ahead > RetryAfter)
        {
            _stop.Wait(ahead);
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeHandle file, byte[] block, nuint count);
}
