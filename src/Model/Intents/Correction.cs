using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>
/// Puts one thing right that differs from the wanted state of the settings: a route, a mount, a disk of a pool. It names the state to
/// reach, so asking twice is harmless. All corrections are guarded alike: one action at a time on a resource, a breaker after failures in
/// a row, a limit for the whole host, and a longer and longer pause where something else undoes them again and again.
/// </summary>
/// <param name="Because">What is wrong, in words, with the values that say so.</param>
public abstract record Correction(string Because) : Intent(Because)
{
    /// <summary>
    /// Whether its start must lie on the disk before its first step. Not where a call of microseconds makes it so and a fresh look at the
    /// machine tells all: then waiting for the disk would be most of the time that it takes.
    /// </summary>
    [JsonIgnore]
    public virtual bool NeedsDurableStart => true;
}
