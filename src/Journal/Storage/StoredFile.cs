namespace EventOps.Journal.Storage;

/// <summary>A file in a journal's folder.</summary>
/// <param name="Changed">Last modification, wall clock.</param>
public readonly record struct StoredFile(string Name, long Length, DateTimeOffset Changed);
