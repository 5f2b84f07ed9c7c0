using EventOps.Linux.Lvm;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Volumes;

/// <summary>
/// Volume groups as LVM last reported them. A report is a process and, on a slow machine, most of a second: it is kept until the
/// group's metadata has changed, which LVM writes to its backup folder each time (vgcfgbackup(8)).
/// </summary>
/// <param name="saves">Keeps the metadata from before each change.</param>
public sealed class VolumeGroupView(LvmTool lvm, MetadataSaves saves, string backupFolder = "/etc/lvm/backup")
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Stamp Stamp, VolumeGroup Group)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stamp> _saved = new(StringComparer.Ordinal);

    /// <summary>The group, from a report that is no older than its metadata.</summary>
    /// <exception cref="LvmException">LVM cannot tell of it.</exception>
    public async ValueTask<VolumeGroup> ReadAsync(string group, CancellationToken cancellationToken)
    {
        var stamp = StampOf(group);
        lock (_lock)
        {
            if (stamp != default && _known.TryGetValue(group, out var known) && known.Stamp == stamp)
            {
                return known.Group;
            }
        }

        var read = await ReportAsync(group, cancellationToken);
        lock (_lock)
        {
            // The stamp from before the report: a change in between has it read again.
            _known[group] = (stamp, read);
        }

        return read;
    }

    /// <summary>
    /// Saves the group's metadata once per change of them: ahead of a growth, so that the way from crossing to grown keeps its one process.
    /// A failure is tried again the next time.
    /// </summary>
    public async Task SaveAheadAsync(string group, CancellationToken cancellationToken)
    {
        var stamp = StampOf(group);
        lock (_lock)
        {
            if (_saved.TryGetValue(group, out var saved) && saved == stamp)
            {
                return;
            }
        }

        if ((await saves.SaveAsync(group, cancellationToken)).Length == 0)
        {
            lock (_lock)
            {
                _saved[group] = stamp;
            }
        }
    }

    /// <summary>
    /// Extends a volume to an absolute size. What came of it only a re-read shows. LVM archives the metadata itself before; where it cannot, they
    /// are saved elsewhere.
    /// </summary>
    /// <returns>And why they could not be saved; empty when they are.</returns>
    public async Task<(CommandResult Result, string Unsaved)> ExtendAsync(string group, string name, Bytes target, CancellationToken cancellationToken)
    {
        try
        {
            var result = await lvm.ExtendAsync(group, name, target, noArchive: false, cancellationToken);
            if (!LvmTool.IsForWantOfArchive(result))
            {
                return (result, "");
            }

            var unsaved = await saves.SaveAsync(group, cancellationToken);
            return (await lvm.ExtendAsync(group, name, target, noArchive: true, cancellationToken), unsaved);
        }
        finally
        {
            // Without its archive LVM writes no backup either, and then nothing on disk tells that the group has changed.
            lock (_lock)
            {
                _known.Remove(group);
            }
        }
    }

    private async Task<VolumeGroup> ReportAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var report = await lvm.ReportAsync(cancellationToken);
            return report.Groups.FirstOrDefault(g => g.Name == group)
                ?? throw new LvmException($"LVM does not find volume group {group}: see whether its disks are there, or hidden by a filter or devices file");
        }
        catch (Exception e) when (e is LvmOutputException or CommandException)
        {
            throw new LvmException(e.Message, e);
        }
    }

    private Stamp StampOf(string group)
    {
        var file = new FileInfo(Path.Combine(backupFolder, group));

        // Renamed over in between: no stamp fits, and the group is read again.
        return file.Exists ? new Stamp(file.LastWriteTimeUtc.Ticks, file.Length, FileStatus.OfPath(file.FullName)?.Inode ?? 0) : default;
    }

    private readonly record struct Stamp(long Written, long Length, ulong Inode);
}

/// <summary>LVM could not be asked, or did not know: nothing is known about the group, which is not the same as "it is empty".</summary>
public sealed class LvmException(string message, Exception? inner = null) : Exception(message, inner);
