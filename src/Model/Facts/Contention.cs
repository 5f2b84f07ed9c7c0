namespace EventOps.Model;

/// <summary>Something undoes what is corrected, again and again, and the guard holds back; gone when it has been calm for a while.</summary>
/// <param name="Resource">What is fought over, as in <see cref="Resources"/>.</param>
/// <param name="Rounds">Corrections that were undone since it began.</param>
/// <param name="Until">No further correction before.</param>
/// <param name="By">Who last undid it, for a person; null when that is not known.</param>
public sealed record Contention(string Resource, int Rounds, DateTimeOffset Until, string? By = null) : IFact
{
    /// <inheritdoc/>
    public string Key => Resource;
}
