using EventOps.Linux.Native;

namespace EventOps.Linux.Security;

/// <summary>What each part of a trusted path must be.</summary>
internal static class PathRules
{
    internal static IEnumerable<PathProblem> Judge(string name, FileStatus file, bool last, TrustedPathOptions options)
    {
        if (file.IsLink)
        {
            return [new PathProblem(name, "is a symbolic link", "name the place that it points to")];
        }

        return Kind(name, file, last, options).Concat(Owner(name, file)).Concat(Mode(name, file, options));
    }

    private static IEnumerable<PathProblem> Kind(string name, FileStatus file, bool last, TrustedPathOptions options)
    {
        if (!last || options.Folder)
        {
            return file.IsFolder ? [] : [new PathProblem(name, "is not a folder", "correct the path")];
        }

        return !file.IsRegular ? [new PathProblem(name, "is not a regular file", "put a regular file there")]
            : file.Links != 1 ? [new PathProblem(name, $"has {file.Links} hard links, so it can be changed under another name", "copy it to a file of its own")]
            : [];
    }

    private static IEnumerable<PathProblem> Owner(string name, FileStatus file) =>
        file.Owner == 0 || file.Owner == NativeSecurity.OwnUser ? []
            : [new PathProblem(name, $"belongs to user {file.Owner}", $"run: chown root {name}")];

    private static IEnumerable<PathProblem> Mode(string name, FileStatus file, TrustedPathOptions options)
    {
        var sticky = options.AllowStickyFolders && file is { IsFolder: true, IsSticky: true };
        return !file.IsWritableByOthers || sticky ? []
            : [new PathProblem(name, "can be written by its group or by others", $"run: chmod go-w {name}")];
    }
}
