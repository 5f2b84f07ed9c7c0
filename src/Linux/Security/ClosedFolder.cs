using EventOps.Linux.Native;

namespace EventOps.Linux.Security;

/// <summary>Why a process that has given up its rights cannot reach its own program: a folder above it lets only its owner in.</summary>
public static class ClosedFolder
{
    private const int OwnersSearch = 0x40;
    private const int OthersSearch = 0x1;

    /// <summary>The topmost folder on the way to a path that keeps this user out, as path_resolution(7) has it; groups and access control lists are left out of account.</summary>
    /// <param name="path">An absolute path of a folder, itself looked at too.</param>
    /// <returns>Null when none does, or the user is root.</returns>
    public static string? On(string path, uint user)
    {
        ArgumentNullException.ThrowIfNull(path);
        return user == 0 ? null : Above(Path.TrimEndingDirectorySeparator(path)).FirstOrDefault(f => FileStatus.OfPath(f) is { } status && !LetsIn(status, user));
    }

    private static bool LetsIn(FileStatus folder, uint user) => (folder.Mode & (folder.Owner == user ? OwnersSearch : OthersSearch)) != 0;

    private static IEnumerable<string> Above(string path) => Path.GetDirectoryName(path) is { } parent ? Above(parent).Append(path) : [path];
}
