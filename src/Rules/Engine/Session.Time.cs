using System.Text.Json;
using EventOps.Rules.Engine.Time;

namespace EventOps.Rules.Engine;

/// <summary>The event stream's time, and what rules remember over it.</summary>
public sealed partial class Session
{
    /// <summary>The event stream's time.</summary>
    public DateTimeOffset Now => new(_core.Timeline.Now, TimeSpan.Zero);

    /// <summary>When time alone may next make something fire or stop holding; null when nothing waits for time.</summary>
    public DateTimeOffset? NextDue => _core.Timeline.NextDue is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    /// <summary>What was restored but no match has asked for since: of facts that are gone, or of rules that were changed.</summary>
    public IEnumerable<string> UnclaimedTimeState => _core.Timeline.Unclaimed;

    /// <summary>
    /// Moves the event stream's time; never back: an earlier time is ignored. Matches that were due on the way are judged at the
    /// moment they were due, in that order. Call <see cref="Fire"/> afterwards, or use <see cref="FireUntil"/>.
    /// </summary>
    public void AdvanceTo(DateTimeOffset time)
    {
        var until = time.UtcTicks;
        var timeline = _core.Timeline;
        while (timeline.TryTakeDue(until, out var tuple, out var due))
        {
            timeline.Now = Math.Max(timeline.Now, due);
            ((Network.MatchSink)tuple.Join.Sink).Elapsed(tuple);
            _core.Settle();
        }

        timeline.Now = Math.Max(timeline.Now, until);
    }

    /// <summary>Moves time step by step, and fires at each moment something was due.</summary>
    /// <returns>How many matches fired.</returns>
    public int FireUntil(DateTimeOffset time)
    {
        var fired = 0;
        while (NextDue is { } due && due <= time)
        {
            AdvanceTo(due);
            fired += Fire();
        }

        AdvanceTo(time);
        return fired + Fire();
    }

    /// <summary>What time operators remember, as JSON: give it to the session that takes over.</summary>
    public string ExportTimeState() => JsonSerializer.Serialize(_core.Timeline.Export(), TimeStateJson.Default.TimeStateFile);

    /// <summary>Takes over what another session remembered. Before any fact is inserted; each match claims its own by rule, operator and facts.</summary>
    /// <exception cref="InvalidOperationException">There are facts already.</exception>
    /// <exception cref="JsonException">The text is not what <see cref="ExportTimeState"/> wrote.</exception>
    public void ImportTimeState(string json)
    {
        if (FactCount > 0)
        {
            throw new InvalidOperationException("ImportTimeState: facts are there already; import into a new session, then insert the facts");
        }

        var file = JsonSerializer.Deserialize(json, TimeStateJson.Default.TimeStateFile) ?? throw new JsonException("the time state is empty");
        _core.Timeline.Import(file);
    }
}
