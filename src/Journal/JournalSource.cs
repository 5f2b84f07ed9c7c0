using EventOps.Journal.Reading;

namespace EventOps.Journal;

/// <summary>A file of a journal, wherever its bytes come from.</summary>
/// <param name="Name">Its path or name, to be named in faults; compressed when it ends in .zst.</param>
/// <param name="Open">Gives its bytes, compressed as they are. May throw <see cref="IOException"/>.</param>
public sealed record JournalSource(string Name, Func<Stream> Open)
{
    /// <summary>The files of a journal, in order: for one process to open and another to read.</summary>
    /// <param name="paths">Folders or files.</param>
    /// <param name="onFault">Told of a folder that cannot be listed.</param>
    public static IReadOnlyList<JournalSource> In(IReadOnlyList<string> paths, Action<JournalFault> onFault) =>
    [
        .. JournalFiles.In(paths, onFault).Select(file => new JournalSource(
            file.Path,
            () => new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan))),
    ];
}
