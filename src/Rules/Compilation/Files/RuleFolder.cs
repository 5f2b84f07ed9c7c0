using System.ComponentModel;
using EventOps.Model;
using EventOps.Rules.Compilation.Lint;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Rules.Compilation.Files;

/// <summary>
/// Reads a folder of rule files. What is checked and what is compiled are the same bytes: each file is opened once, without
/// following links, and read once. Files that vanish meanwhile are not there; everything doubtful is a finding.
/// </summary>
public sealed class RuleFolder(string path, RuleFolderOptions? options = null)
{
    private readonly RuleFolderOptions _options = options ?? new RuleFolderOptions();

    /// <summary>Reads all rule files. Never throws for what it finds in the folder.</summary>
    public RuleFolderContents Read(CancellationToken cancellationToken = default)
    {
        var findings = new List<RuleFinding>();
        var sources = new List<RuleSource>();
        using var folder = TrustedFolder.Open(path, _options.Owners, findings);
        if (folder is null)
        {
            return new RuleFolderContents([], findings);
        }

        foreach (var name in Names(folder, findings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadFile(folder, name, findings) is { } source)
            {
                sources.Add(source);
            }
        }

        if (sources.Count == 0 && findings.Count == 0 && !_options.AllowEmpty)
        {
            findings.Add(LintCodes.EmptyFolder.At(path, $"there is no rule file in {path}"));
        }

        return new RuleFolderContents(sources, findings);
    }

    private List<string> Names(SafeFileHandle folder, List<RuleFinding> findings)
    {
        try
        {
            // By handle, so that the folder listed is the folder checked.
            var entries = Directory.EnumerateFileSystemEntries($"/proc/self/fd/{folder.DangerousGetHandle()}");
            var names = entries.Select(entry => Path.GetFileName(entry)).Where(RuleFileNames.IsCandidate).Take(_options.MostFiles + 1).ToList();
            if (names.Count > _options.MostFiles)
            {
                findings.Add(LintCodes.TooManyFiles.At(path, $"there are more than {_options.MostFiles} rule files in {path}"));
                return [];
            }

            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(LintCodes.FolderUnusable.At(path, $"the folder {path} cannot be listed: {e.Message}"));
            return [];
        }
    }

    private RuleSource? ReadFile(SafeFileHandle folder, string name, List<RuleFinding> findings)
    {
        var shown = RuleFileNames.Shown(name);
        if (!RuleFileNames.IsAllowed(name))
        {
            findings.Add(LintCodes.FileName.At(shown, $"'{shown}' is no name for a rule file"));
            return null;
        }

        try
        {
            // Opening a device can set it going: look first, then open, then look at what was opened.
            var before = findings.Count;
            Check(name, NativeFiles.Status(folder, name), findings);
            if (findings.Count > before)
            {
                return null;
            }

            using var file = NativeFiles.OpenFile(folder, name);
            Check(name, NativeFiles.Status(file), findings);
            return findings.Count > before ? null : ReadBytes(name, file, findings);
        }
        catch (Win32Exception e) when (e.NativeErrorCode == NativeFiles.NoSuchFile)
        {
            return null; // Removed since it was listed: as if it had never been there.
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            findings.Add(LintCodes.FileKind.At(shown, $"{shown} cannot be read: {e.Message}"));
            return null;
        }
    }

    private void Check(string name, FileStatus status, List<RuleFinding> findings)
    {
        if (!status.IsRegular)
        {
            findings.Add(LintCodes.FileKind.At(name, $"{name} is {status.Kind}"));
            return;
        }

        if (status.Links > 1)
        {
            findings.Add(LintCodes.FileKind.At(name, $"{name} has {status.Links} names (hard links), so it can be changed from elsewhere"));
        }

        if (!_options.Owners.Contains(status.Owner))
        {
            findings.Add(LintCodes.FileOwner.At(name, $"{name} belongs to user {status.Owner}"));
        }

        if (status.IsWritableByOthers)
        {
            findings.Add(LintCodes.FileMode.At(name, $"{name} has mode {status.ModeText}: its group or others may write it"));
        }

        if (status.Size > _options.LargestFile)
        {
            findings.Add(LintCodes.FileSize.At(name, $"{name} holds {new Bytes(status.Size)}"));
        }
    }

    private RuleSource? ReadBytes(string name, SafeFileHandle file, List<RuleFinding> findings)
    {
        // One byte more than allowed tells a file that has grown since.
        var buffer = new byte[_options.LargestFile + 1];
        var length = 0;
        while (length < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(length), length) is var read and > 0)
        {
            length += read;
        }

        var bytes = buffer.AsSpan(0, length).ToArray();
        if (length > _options.LargestFile)
        {
            findings.Add(LintCodes.FileSize.At(name, $"{name} is too large"));
            return null;
        }

        if (RuleText.Problem(bytes, out var line, out var column) is { } problem)
        {
            findings.Add(RuleFinding.Error(new RuleProblem(name, line, column, LintCodes.FileText.Id, LintCodes.FileText.Message($"{name} {problem}"))));
            return null;
        }

        return new RuleSource(name, bytes);
    }
}
