namespace EventOps.Lab.Growth;

/// <summary>This machine lacks something that the demonstration needs; the message names it and the cure.</summary>
internal sealed class MissingException(string message) : Exception(message);
