using EventOps.Journal.Storage;

namespace EventOps.Journal.Writing;

/// <summary>Finds where a journal ended.</summary>
internal static class Recovery
{
    public static Position Run(IJournalStorage storage) => storage.List().Count == 0 ? default : default;
}
