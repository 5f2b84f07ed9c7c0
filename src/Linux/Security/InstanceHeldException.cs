using System.Globalization;

namespace EventOps.Linux.Security;

/// <summary>Another process holds the lock file.</summary>
public sealed class InstanceHeldException(string path, int? holder)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{path} is locked by {(holder is { } pid ? $"process {pid}" : "another process")}; stop it first, it runs already"))
{
    /// <summary>The pid that the holder wrote; null when it has not written it yet.</summary>
    public int? Holder { get; } = holder;
}
