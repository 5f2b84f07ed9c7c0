using EventOps.Linux.Native;
using EventOps.Linux.Security;

namespace EventOps.Linux.Processes;

/// <summary>Finds a program in the fixed system folders and makes sure that nobody but root (or this user) could have changed it.</summary>
public static class ProgramPath
{
    /// <summary>The folders that are searched, in order; also the <c>PATH</c> that every command gets.</summary>
    public static IReadOnlyList<string> Folders { get; } = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The absolute path of a program given by absolute path or by plain name.</summary>
    /// <exception cref="CommandException">Not found, not a plain name, or not trustworthy.</exception>
    public static string Resolve(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Length == 0 || program.Contains('\0') || (program.Contains('/') && program[0] != '/'))
        {
            throw new CommandException(CommandFailure.BadArgument, $"'{program.Replace('\0', '?')}' names no program; write an absolute path or a plain name");
        }

        var path = program[0] == '/' ? program : Folders.Select(f => $"{f}/{program}").FirstOrDefault(File.Exists);
        var file = path is null ? null : FileStatus.OfPath(path);
        if (path is null || file is null)
        {
            throw new CommandException(CommandFailure.NotFound, $"there is no program {program} (searched: {string.Join(':', Folders)}); install the package that has it, or set its path");
        }

        CheckTrust(path, file.Value);
        return path;
    }

    private static void CheckTrust(string path, FileStatus file)
    {
        if (!file.IsRegular)
        {
            throw new CommandException(CommandFailure.NotTrusted, $"{path} is not a regular file; set the path of the program itself");
        }

        if (file.IsWritableByOthers)
        {
            throw new CommandException(CommandFailure.NotTrusted, $"{path} can be written by its group or by others; run: chmod go-w {path}");
        }

        if (file.Owner != 0 && file.Owner != NativeSecurity.OwnUser)
        {
            throw new CommandException(CommandFailure.NotTrusted, $"{path} belongs to user {file.Owner}; run: chown root {path}");
        }
    }
}
