using System.ComponentModel;
using EventOps.Model;
using EventOps.Rules.Compilation.Lint;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Rules.Compilation.Files;

/// <summary>
/// Opens a folder from the root of the file tree, step by step and without following links, and says of every step whether
/// somebody else could put another thing in its place.
/// </summary>
public static class TrustedFolder
{
    /// <summary>The folder, or null with at least one problem.</summary>
    /// <param name="users">Who may own it and what is above it.</param>
    public static SafeFileHandle? Open(string path, IReadOnlySet<uint> users, ICollection<RuleFinding> findings)
    {
        var before = findings.Count;
        var parts = Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var here = "/";
        SafeFileHandle? folder = null;
        try
        {
            folder = NativeFiles.OpenRoot();
            Check(folder, here, isLast: parts.Length == 0, users, findings);
            for (var i = 0; i < parts.Length; i++)
            {
                here = Path.Join(here, parts[i]);
                if (NativeFiles.Status(folder, parts[i]).IsLink)
                {
                    findings.Add(LintCodes.FolderLink.At(here, $"{here} is a symbolic link; whoever may change it chooses the rules"));
                    folder.Dispose();
                    return null;
                }

                var next = NativeFiles.OpenFolder(folder, parts[i]);
                folder.Dispose();
                folder = next;
                Check(folder, here, isLast: i == parts.Length - 1, users, findings);
            }
        }
        catch (Win32Exception e)
        {
            findings.Add(LintCodes.FolderUnusable.At(here, $"the folder {here} cannot be opened: {e.Message}"));
        }

        if (findings.Count == before)
        {
            return folder;
        }

        folder?.Dispose();
        return null;
    }

    private static void Check(SafeFileHandle folder, string path, bool isLast, IReadOnlySet<uint> users, ICollection<RuleFinding> findings)
    {
        var status = NativeFiles.Status(folder);
        if (!users.Contains(status.Owner))
        {
            findings.Add(RuleFinding.Error(new RuleProblem(path, 0, 0, LintCodes.FileOwner.Id, $"the folder {path} belongs to user {status.Owner}, who could replace the rules; give it to root: chown root {path}")));
        }

        // In a sticky folder such as /tmp nobody else can rename or remove what is ours, so it may stand above; the folder
        // itself may not be one, as anybody could add files to it.
        if (status.IsWritableByOthers && (isLast || !status.IsSticky))
        {
            findings.Add(RuleFinding.Error(new RuleProblem(path, 0, 0, LintCodes.FileMode.Id, $"the folder {path} has mode {status.ModeText}: its group or others could replace the rules; chmod go-w {path}")));
        }
    }
}
