using System.Runtime.InteropServices;
using EventOps.Linux.Capture;
using EventOps.Linux.Native;

namespace EventOps.Linux.Notify;

/// <summary>An inotify(7) instance. Never blocks; watches may be added and removed from any thread, read by one.</summary>
public sealed class InotifyInstance : IDisposable
{
    private const int CloseOnExecNonBlocking = 0x80000 | 0x800;
    private const int BufferLength = 65536;
    private const int MostReads = 16;

    private readonly FileDescriptor _instance;
    private readonly byte[] _buffer = new byte[BufferLength];

    /// <exception cref="LinuxException">EMFILE: fs.inotify.max_user_instances is reached.</exception>
    public InotifyInstance()
    {
        var descriptor = Libc.InotifyInit(CloseOnExecNonBlocking);
        _instance = descriptor < 0
            ? throw new LinuxException("inotify_init1", "instance", Errno.Last, "raise fs.inotify.max_user_instances when it says too many")
            : new FileDescriptor(descriptor);
    }

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _instance;

    /// <summary>Watches a file or folder; one that is watched already gets the new mask and keeps its number.</summary>
    /// <returns>The watch's number.</returns>
    /// <exception cref="LinuxException">ENOSPC: fs.inotify.max_user_watches is reached.</exception>
    public int AddWatch(LinuxPath path, InotifyMask mask)
    {
        var watch = Libc.InotifyAddWatch(_instance, path.Terminated, (uint)mask);
        if (watch >= 0)
        {
            return watch;
        }

        var errno = Errno.Last;
        var cure = errno == Errno.ENOSPC ? "raise fs.inotify.max_user_watches" : "";
        throw new LinuxException("inotify_add_watch", path.ToDisplay(), errno, cure);
    }

    /// <returns>False when there is no such watch any more: what it watched is gone.</returns>
    public bool RemoveWatch(int watch) => Libc.InotifyRemoveWatch(_instance, watch) == 0;

    /// <summary>Takes what is waiting, at most about a megabyte of it.</summary>
    /// <exception cref="LinuxException">The instance is broken.</exception>
    public InotifyReading Read()
    {
        var events = new List<InotifyEvent>();
        var isWhole = true;
        for (var i = 0; i < MostReads; i++)
        {
            var count = _instance.TryRead(_buffer);
            if (count is -Errno.EAGAIN or 0)
            {
                return Reading(events, isWhole, hasMore: false);
            }

            if (count < 0)
            {
                throw new LinuxException("read", "inotify instance", -count);
            }

            FrameTap.Pass(FrameSource.Inotify, "", _buffer.AsSpan(0, count));
            isWhole &= InotifyRecords.Parse(_buffer.AsSpan(0, count), events);
        }

        return Reading(events, isWhole, hasMore: true);
    }

    public void Dispose() => _instance.Dispose();

    private static InotifyReading Reading(List<InotifyEvent> events, bool isWhole, bool hasMore) =>
        new(events, !isWhole || events.Exists(one => one.IsOverflow), hasMore);
}
