namespace EventOps.Linux.Uevents;

/// <summary>What one look at the socket brought.</summary>
/// <param name="Uevent">Not null exactly when <paramref name="Kind"/> is <see cref="UeventReadingKind.Received"/>.</param>
public readonly record struct UeventReading(UeventReadingKind Kind, Uevent? Uevent = null);
