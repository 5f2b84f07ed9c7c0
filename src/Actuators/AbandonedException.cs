namespace EventOps.Actuators;

/// <summary>
/// A step neither ended nor could be ended in its time: the kernel or a tool still works on it. Nothing may touch its resource
/// until a re-read shows a sound state.
/// </summary>
public sealed class AbandonedException(string message) : Exception(message);
