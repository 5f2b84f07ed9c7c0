using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// A mark on a whole filesystem that wakes its watcher at the next write. Set only while the filesystem is quiet and taken
/// away at the first event: a mark that stays costs each write a little.
/// </summary>
internal sealed class WriteMark : IDisposable
{
    private FanotifyGroup? _group;
    private LinuxPath _path;
    private bool _isRefused;

    public bool IsSet { get; private set; }

    /// <summary>For <see cref="Poll"/>; null unless <see cref="IsSet"/>.</summary>
    public SafeHandle? Handle => IsSet ? _group!.Handle : null;

    /// <returns>False when this kernel, or a missing CAP_SYS_ADMIN, does not permit it: the deadline alone wakes then.</returns>
    public bool Set(LinuxPath mountPoint)
    {
        if (IsSet || _isRefused)
        {
            return IsSet;
        }

        _group ??= FanotifyGroup.TryOpen(out _);
        IsSet = _group?.MarkFileSystem(mountPoint).IsMarked == true;
        if (!IsSet && _group is { ReportsIdentifiers: true })
        {
            // Some filesystems have no identifiers to report; the older kind of group needs none.
            _group.Dispose();
            _group = FanotifyGroup.TryOpen(out _, identifiers: false);
            IsSet = _group?.MarkFileSystem(mountPoint).IsMarked == true;
        }

        _isRefused = !IsSet;
        _path = mountPoint;
        return IsSet;
    }

    /// <summary>Takes the mark away, with what it has told already. Afterwards it may be tried anew, also where it was refused.</summary>
    public void Clear()
    {
        _isRefused = false;
        if (!IsSet)
        {
            return;
        }

        IsSet = false;
        if (!_group!.RemoveMark(_path) || _group.Drain().HasMore)
        {
            // Unmounted in between, or told more than one look takes: a new group is cheaper than to go on asking.
            _group.Dispose();
            _group = null;
        }
    }

    public void Dispose() => _group?.Dispose();
}
