namespace EventOps.Model;

/// <summary>An alarm that stands.</summary>
public sealed record Alarm(string Key, Severity Severity, string Message, DateTimeOffset Since) : IFact;
