using EventOps.Model;

namespace EventOps.Host.Doctor;

/// <summary>One thing that differs from the wanted state, and what there is to do about it.</summary>
/// <param name="Resource">What it is about: mount:/data, disk:/media/disk3.img.</param>
/// <param name="What">What is wrong, with the values that say so.</param>
/// <param name="Why">Why it matters, in the words of the summary above the rule that found it; where it has none, what it does.</param>
/// <param name="Rule">That rule.</param>
/// <param name="Wants">What would be done, in short.</param>
public sealed record DoctorFinding(string Resource, string What, string Why, string Rule, string Wants)
{
    /// <summary>The steps in order, with the commands; empty for what is proposed to a person only.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Why it is not done, or cannot be now; empty when nothing stands in the way.</summary>
    public string Obstacle { get; init; } = "";

    /// <summary>What it risks; then it is done only after a yes to <see cref="Proposal"/>. Empty when it has no risk.</summary>
    public string Risk { get; init; } = "";

    /// <summary>The name by which a person says yes to it; empty when it has no risk.</summary>
    public string Proposal { get; init; } = "";

    /// <summary>How soon a person should look; null when it is put right without one.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What came of it; null when nothing was done.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>In words, with what was verified.</summary>
    public string Detail { get; init; } = "";

    /// <summary>It stands as it was.</summary>
    public bool IsOpen => Outcome is not (Model.Outcome.Succeeded or Model.Outcome.AlreadySo);
}

/// <summary>What a look at the whole wanted state came to.</summary>
/// <param name="IsHealthy">Nothing differs from it, or nothing does any more.</param>
/// <param name="Unknown">What could not be looked at, and why.</param>
public sealed record DoctorReport(bool IsHealthy, bool Fixes, IReadOnlyList<DoctorFinding> Findings, IReadOnlyList<string> Unknown);
