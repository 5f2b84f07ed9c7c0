namespace EventOps.Testing;

/// <summary>A rule did not do what its test says. Every test framework takes it for a failure.</summary>
public sealed class RuleTestException(string message) : Exception(message);
