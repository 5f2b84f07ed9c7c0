using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Security;

/// <summary>
/// A path that only root or this user could have changed, and the open file at its end: what was checked is what is read.
/// Walked from the root with one open folder after the other, so that nothing can be swapped between check and use.
/// </summary>
public sealed class TrustedPath : IDisposable
{
    private TrustedPath(SafeFileHandle? handle, IReadOnlyList<PathProblem> problems)
    {
        Handle = handle;
        Problems = problems;
    }

    /// <summary>The file or folder, open for reading; null when there are problems.</summary>
    public SafeFileHandle? Handle { get; }

    /// <summary>All that is wrong, from the root on; empty when the path is trusted.</summary>
    public IReadOnlyList<PathProblem> Problems { get; }

    public bool IsTrusted => Handle is not null;

    /// <summary>Checks an absolute path. Never throws for what it finds; a path that cannot be walked to its end is a problem too.</summary>
    public static TrustedPath Check(string path, TrustedPathOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length == 0 || path[0] != '/' || path.Contains('\0') || parts.Any(p => p is "." or ".."))
        {
            return Refused(new PathProblem(path.Replace('\0', '?'), "is not a plain absolute path", "write it from the root, without . and .."));
        }

        return Walk(parts, options ?? new TrustedPathOptions());
    }

    public void Dispose() => Handle?.Dispose();

    private static TrustedPath Walk(string[] parts, TrustedPathOptions options)
    {
        var problems = new List<PathProblem>();
        var at = Open(null, "/", NativeSecurity.OpenPathOnly);
        var name = "";
        for (var i = 0; at is not null; i++)
        {
            var last = i == parts.Length;
            var status = FileStatus.OfDescriptor(at) ?? default;
            var shown = name.Length == 0 ? "/" : name;
            problems.AddRange(PathRules.Judge(shown, status, last, options));
            if (last || status.IsLink || !status.IsFolder)
            {
                return Finish(at, problems);
            }

            name += "/" + parts[i];
            var next = Next(at, parts[i], i == parts.Length - 1);
            at.Dispose();
            at = next;
        }

        problems.Add(new PathProblem(name, $"cannot be opened: {NativeSecurity.Words(Marshal.GetLastPInvokeError())}", "create it, or correct the path"));
        return Refused([.. problems]);
    }

    private static SafeFileHandle? Next(SafeFileHandle folder, string part, bool last)
    {
        const int Loop = 40;
        var next = Open(folder, part, last ? NativeSecurity.OpenNonBlocking : NativeSecurity.OpenPathOnly);

        // A link at the end cannot be opened for reading; opened as a mere place it can be named as what it is.
        return next is null && last && Marshal.GetLastPInvokeError() == Loop ? Open(folder, part, NativeSecurity.OpenPathOnly) : next;
    }

    private static TrustedPath Finish(SafeFileHandle at, List<PathProblem> problems)
    {
        if (problems.Count == 0)
        {
            return new TrustedPath(at, []);
        }

        at.Dispose();
        return Refused([.. problems]);
    }

    private static SafeFileHandle? Open(SafeFileHandle? folder, string part, int flags)
    {
        var number = folder is null ? NativeSecurity.CurrentFolder : (int)folder.DangerousGetHandle();
        var fd = NativeSecurity.openat(number, part, flags | NativeSecurity.OpenNoFollow | NativeSecurity.OpenCloseOnExec, 0);
        GC.KeepAlive(folder);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    private static TrustedPath Refused(params PathProblem[] problems) => new(null, problems);
}
