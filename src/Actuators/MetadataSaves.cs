using System.Globalization;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;

namespace EventOps.Actuators;

/// <summary>Keeps the metadata of volume groups as they are before each change, by vgcfgbackup(8); outside of LVM's own folders, which may be full.</summary>
/// <param name="folder">Where they are kept.</param>
public sealed class MetadataSaves(LvmTool lvm, string folder)
{
    /// <summary>Of each group.</summary>
    private const int Kept = 50;

    private const string Time = "yyyyMMdd'T'HHmmssfff";
    private const string Ending = ".vg";

    /// <summary>Saves those of one group, and removes the oldest saves of it. A failure is no reason to leave a broken machine broken: LVM keeps its own archive as well.</summary>
    /// <returns>Why they could not be saved; empty when they were.</returns>
    public async Task<string> SaveAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var stamp = TimeProvider.System.GetUtcNow().ToString(Time, CultureInfo.InvariantCulture);
            var result = await lvm.ChangeAsync("vgcfgbackup", ["--file", Path.Combine(folder, $"{group}.{stamp}{Ending}"), "--", group], null, cancellationToken);
            Prune(group);
            return result.IsSuccess ? "" : $"the metadata of {group} could not be saved before: {result}: {result.Error.Text.Trim()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CommandException)
        {
            return $"the metadata of {group} could not be saved before: {e.Message}";
        }
    }

    private void Prune(string group)
    {
        // A group's name may begin with another's and a dot: the length tells them apart.
        var length = group.Length + 1 + Time.Replace("'", "", StringComparison.Ordinal).Length + Ending.Length;
        foreach (var old in Directory.GetFiles(folder, $"{group}.*{Ending}").Where(f => Path.GetFileName(f).Length == length).Order(StringComparer.Ordinal).SkipLast(Kept))
        {
            File.Delete(old);
        }
    }
}
