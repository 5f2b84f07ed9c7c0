namespace EventOps.Rules.Engine.Time;

/// <summary>Why an operator is asked.</summary>
internal enum Sighting
{
    /// <summary>The match is new, or one of its facts has changed.</summary>
    Changed,

    /// <summary>One of its facts was seen again as it was.</summary>
    Seen,

    /// <summary>Nothing but time has passed.</summary>
    Time,
}

/// <summary>A condition or value over time. It keeps nothing itself: what it remembers of a match stands in the match's state.</summary>
internal abstract class TimeOperator
{
    /// <param name="now">The stream's time in ticks.</param>
    /// <returns>Whether it holds.</returns>
    public abstract bool Holds(TimeState state, object?[] values, long now, Sighting sighting);

    /// <summary>What stands before it in the rule doesn't hold any more.</summary>
    public virtual void Break(TimeState state)
    {
    }

    /// <summary>Whether the match may fire now; asked last, when everything else holds.</summary>
    public virtual bool MayFire(TimeState state, long now) => true;

    /// <summary>Until when its state is kept after the match is gone; null when it goes with it.</summary>
    public virtual long? KeepUntil(TimeState state) => null;
}
