using System.Globalization;
using System.Runtime.InteropServices;

namespace EventOps.Journal;

/// <summary>The filesystem refused something that the journal asked of it.</summary>
/// <param name="operation">The system call.</param>
/// <param name="path">What it was about.</param>
/// <param name="errno">The kernel's answer; 0 when the refusal is the journal's own.</param>
/// <param name="cure">What would mend it.</param>
public sealed class JournalStorageException(string operation, string path, int errno, string cure) : IOException(Text(operation, path, errno, cure))
{
    public const int IoError = 5;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int OverQuota = 122;

    public string Operation { get; } = operation;

    public string Path { get; } = path;

    /// <summary>See errno(3).</summary>
    public int Errno { get; } = errno;

    /// <summary>Whether deleting something would help: no space, or over quota.</summary>
    public bool IsForWantOfSpace => Errno is NoSpace or OverQuota;

    /// <summary>For a failed system call, with the usual cure of its answer.</summary>
    public static JournalStorageException Of(string operation, string path, int errno) => new(operation, path, errno, Cure(errno));

    private static string Text(string operation, string path, int errno, string cure)
    {
        var answer = errno == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $": {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})");
        return $"{operation} {path}{answer}; {cure}";
    }

    private static string Cure(int errno) => errno switch
    {
        1 or 13 => "let the daemon's user own the folder",
        2 => "make the folder, or correct journal.directory in the settings",
        11 => "stop the other daemon: two must not write one journal",
        17 => "delete or move away the file of that name",
        IoError => "look at the disk: dmesg tells more",
        20 or 40 => "name a real folder, not a link",
        NoSpace => "free space or inodes on its filesystem",
        ReadOnly => "mount the filesystem writable; dmesg tells why it is not",
        OverQuota => "raise the quota or free space",
        _ => "see errno(3)",
    };
}
