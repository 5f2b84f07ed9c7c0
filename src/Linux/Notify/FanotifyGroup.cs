using System.Runtime.InteropServices;
using EventOps.Linux.Capture;
using EventOps.Linux.Native;

namespace EventOps.Linux.Notify;

/// <summary>
/// A fanotify(7) group that tells on which filesystems something was written, whole filesystems at once. Never blocks; marks may be
/// changed from any thread, drained by one. Writes through mmap(2) and by remote hosts give no event: sample as well.
/// </summary>
public sealed class FanotifyGroup : IDisposable
{
    private const uint CloseOnExecNonBlocking = 0x1 | 0x2;
    private const uint ReportIdentifiers = 0x200;
    private const uint Add = 0x1;
    private const uint Remove = 0x2;
    private const uint WholeFileSystem = 0x100;
    private const int CurrentFolder = -100;
    private const int BufferLength = 65536;
    private const int MostReads = 16;

    private readonly FileDescriptor _group;
    private readonly byte[] _buffer = new byte[BufferLength];
    private Dictionary<FileSystemIdentity, FanotifyMask> _drained = [];
    private bool _hasLost;

    private FanotifyGroup(int descriptor, bool reportsIdentifiers)
    {
        _group = new FileDescriptor(descriptor);
        ReportsIdentifiers = reportsIdentifiers;
    }

    /// <summary>Events carry the filesystem's identity. Otherwise (kernels before 5.1) each opens a descriptor, closed at once.</summary>
    public bool ReportsIdentifiers { get; }

    /// <summary>Readable when something waits; for <see cref="Poll"/>.</summary>
    public SafeHandle Handle => _group;

    /// <summary>Opens a group.</summary>
    /// <param name="identifiers">False asks for the older kind, for filesystems that refuse marks with identifiers.</param>
    /// <returns>Null with the reason when the kernel or the missing CAP_SYS_ADMIN forbids it: use inotify then.</returns>
    public static FanotifyGroup? TryOpen(out LinuxException? refusal, bool identifiers = true)
    {
        refusal = null;
        var flags = CloseOnExecNonBlocking | (identifiers ? ReportIdentifiers : 0);
        var descriptor = Libc.FanotifyInit(flags, OpenFlags.CloseOnExec);
        if (descriptor >= 0)
        {
            return new FanotifyGroup(descriptor, identifiers);
        }

        if (identifiers && Errno.Last == Errno.EINVAL)
        {
            return TryOpen(out refusal, identifiers: false);
        }

        refusal = new LinuxException("fanotify_init", "group", Errno.Last, "watching whole filesystems needs CAP_SYS_ADMIN and fanotify in the kernel; use inotify");
        return null;
    }

    /// <summary>Watches the filesystem that holds <paramref name="path"/>. Asks for less when the kernel does not know all of the mask.</summary>
    public MarkOutcome MarkFileSystem(LinuxPath path, FanotifyMask mask = FanotifyMask.Space)
    {
        var asked = ReportsIdentifiers ? mask : mask & FanotifyMask.Basic;
        var errno = Mark(Add, path, asked);
        if (errno == 0)
        {
            return new MarkOutcome(asked);
        }

        var less = mask & FanotifyMask.Basic;
        if (errno == Errno.EINVAL && less != asked && less != FanotifyMask.None && Mark(Add, path, less) == 0)
        {
            return new MarkOutcome(less, errno, "the kernel watches writing only here; sample as well");
        }

        return new MarkOutcome(FanotifyMask.None, errno, AdviceFor(errno, path));
    }

    /// <summary>Ends watching the filesystem that holds <paramref name="path"/>.</summary>
    /// <returns>False when it was not watched, or is gone (the kernel then has removed the mark).</returns>
    public bool RemoveMark(LinuxPath path, FanotifyMask mask = FanotifyMask.Space) =>
        Mark(Remove, path, ReportsIdentifiers ? mask : mask & FanotifyMask.Basic) == 0;

    /// <summary>Takes what is waiting, at most about a megabyte of it, joined per filesystem.</summary>
    /// <exception cref="LinuxException">The group is broken.</exception>
    public FanotifyDrain Drain()
    {
        _drained = [];
        _hasLost = false;
        for (var i = 0; i < MostReads; i++)
        {
            var count = _group.TryRead(_buffer);
            if (count is -Errno.EAGAIN or 0)
            {
                return new FanotifyDrain(_drained, _hasLost, HasMore: false);
            }

            if (count < 0)
            {
                throw new LinuxException("read", "fanotify group", -count);
            }

            FrameTap.Pass(FrameSource.Fanotify, "", _buffer.AsSpan(0, count));

            // Not |=, which would read the field before Take can set it.
            if (!FanotifyRecords.Parse(_buffer.AsSpan(0, count), Take))
            {
                _hasLost = true;
            }
        }

        return new FanotifyDrain(_drained, _hasLost, HasMore: true);
    }

    public void Dispose() => _group.Dispose();

    private void Take(FanotifyMask mask, FileSystemIdentity identity, int descriptor)
    {
        if (mask.HasFlag(FanotifyMask.QueueOverflow))
        {
            _hasLost = true;
            return;
        }

        if (descriptor >= 0)
        {
            using var file = new FileDescriptor(descriptor);
            identity = identity == default ? FileSystemIdentity.Read(file) : identity;
        }

        _drained[identity] = _drained.GetValueOrDefault(identity) | mask;
    }

    private int Mark(uint operation, LinuxPath path, FanotifyMask mask)
    {
        int result;
        do
        {
            result = Libc.FanotifyMark(_group, operation | WholeFileSystem, (ulong)mask, CurrentFolder, path.Terminated);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        return result < 0 ? Errno.Last : 0;
    }

    private string AdviceFor(int errno, LinuxPath path) => errno switch
    {
        Errno.EXDEV or Errno.ENODEV or Errno.EOPNOTSUPP when ReportsIdentifiers =>
            $"the filesystem of {path.ToDisplay()} has no usable identifiers; open a group without them, or use inotify",
        Errno.EPERM => "CAP_SYS_ADMIN is missing; use inotify",
        Errno.ENOSPC => "raise fs.fanotify.max_user_marks, or use inotify",
        _ => "use inotify",
    };
}
