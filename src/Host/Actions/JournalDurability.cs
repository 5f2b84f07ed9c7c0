using EventOps.Journal;

namespace EventOps.Host.Actions;

/// <summary>
/// The journal as the executor sees it. When the journal's own disk is full or failing, actions still run: growing a full
/// volume may be the very cure, and the journal keeps the record until it can be written.
/// </summary>
internal sealed class JournalDurability(JournalWriter journal) : IDurability
{
    public async Task MakeDurableAsync(long sequence, CancellationToken cancellationToken) =>
        await journal.MakeDurableAsync(sequence, cancellationToken);
}
