using EventOps.Model;

namespace EventOps.Journal;

/// <summary>An event of a kind that this version does not know, kept as it was.</summary>
/// <param name="Payload">The JSON object as UTF-8.</param>
public sealed record UnknownEvent(string Kind, ReadOnlyMemory<byte> Payload) : Event;
