using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>
/// Something seen, decided or done. Immutable; one line in the journal, which adds sequence, cause and hash.
/// The name that the journal gives each kind stands in <see cref="EventKinds"/>.
/// </summary>
public abstract record Event
{
    /// <summary>
    /// When, on the event stream's clock: UTC, never running backwards within a journal, not stepped when the wall clock is.
    /// The only time that rules see. The journal keeps it in the line's envelope.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}
