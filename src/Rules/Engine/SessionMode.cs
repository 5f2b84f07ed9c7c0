namespace EventOps.Rules.Engine;

/// <summary>How a session meets trouble.</summary>
public enum SessionMode
{
    /// <summary>The daemon's: a rule that throws is reported and parked, an update that changes nothing is none, a cascade has a budget.</summary>
    Safe,

    /// <summary>NRules' own semantics, for the conformance run: exceptions surface, every update counts, no budget.</summary>
    Strict,
}
