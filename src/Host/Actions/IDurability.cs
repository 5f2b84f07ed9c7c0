namespace EventOps.Host.Actions;

/// <summary>What the executor needs of the journal: to know that an action's start would survive a power cut.</summary>
internal interface IDurability
{
    /// <summary>Returns once the record is on stable storage, or the journal has said that it cannot be.</summary>
    Task MakeDurableAsync(long sequence, CancellationToken cancellationToken);
}
