namespace EventOps.Model;

/// <summary>A rule wants something done. Nothing is done until the guard has said so.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="RuleSha256">Of the file that decided.</param>
/// <param name="DecidedAfter">The sequence of the last event that the rule had seen.</param>
public sealed record IntentProposed(Intent Intent, string Rule, string RuleSha256, long DecidedAfter) : Event;

/// <summary>Whether an intent may be carried out now.</summary>
/// <param name="IntentSequence">The sequence of the <see cref="IntentProposed"/> it judges.</param>
/// <param name="Reason">For a person: names the limit and its present value.</param>
public sealed record GuardVerdict(long IntentSequence, string Resource, Verdict Verdict, string Reason) : Event;

/// <summary>What the guard says of an intent.</summary>
public enum Verdict
{
    /// <summary>Go ahead.</summary>
    Allowed,

    /// <summary>Go ahead although the cooldown has not run out: there would be no time to wait for it.</summary>
    AllowedInEmergency,

    /// <summary>Would have been allowed, but the daemon only observes.</summary>
    Observed,

    /// <summary>Not now; the reason says why.</summary>
    Refused,

    /// <summary>It has a risk, and waits for an operator's yes; the reason says which, and how.</summary>
    AwaitsApproval,
}

/// <summary>An operator said yes to a <see cref="Model.Proposal"/>: it may be carried out once, within <see cref="Holds"/>.</summary>
/// <param name="Name">Of the proposal.</param>
/// <param name="By">Who said so: "uid 0".</param>
public sealed record ProposalApproved(string Name, string By) : Event
{
    /// <summary>A yes is given to what is the case now, not to what may be next week.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromMinutes(15);
}

/// <summary>An action begins. Durable in the journal before its first step.</summary>
/// <param name="IntentSequence">The sequence of the intent it carries out: the action's identity.</param>
/// <param name="Steps">What it will do, in order.</param>
public sealed record ActionStarted(long IntentSequence, Intent Intent, IReadOnlyList<string> Steps) : Event;

public sealed record StepStarted(long IntentSequence, int Step, string Does) : Event;

/// <summary>A step has ended, well or not.</summary>
/// <param name="Before">What was measured before it, and <paramref name="After"/> after it, in words.</param>
/// <param name="Took">On the monotonic clock.</param>
public sealed record StepFinished(
    long IntentSequence,
    int Step,
    string Does,
    Outcome Outcome,
    string Before,
    string After,
    TimeSpan Took) : Event;

/// <summary>An action has ended; what it acted on was read again.</summary>
/// <param name="Detail">What came of it, or what went wrong and what would cure it.</param>
public sealed record ActionFinished(long IntentSequence, Intent Intent, Outcome Outcome, string Detail, TimeSpan Took) : Event;

/// <summary>How a step or an action ended.</summary>
public enum Outcome
{
    /// <summary>Done, and a re-read shows it.</summary>
    Succeeded,

    /// <summary>Nothing had to be done: it was so already.</summary>
    AlreadySo,

    /// <summary>A check before the first change said no; nothing was changed.</summary>
    Refused,

    /// <summary>Tried and not achieved.</summary>
    Failed,

    /// <summary>Neither ended nor endable in its time; its resource is left alone until a re-read shows a sound state.</summary>
    Abandoned,
}

/// <summary>Something undoes what is corrected, again and again: the guard holds back. Said again each time the pause gets longer.</summary>
/// <param name="Resource">What is fought over, as in <see cref="Resources"/>.</param>
/// <param name="Rounds">Corrections in this fight so far.</param>
/// <param name="Until">No further correction before.</param>
/// <param name="By">Who last undid it, for a person; null when that is not known.</param>
public sealed record ResourceContended(string Resource, int Rounds, DateTimeOffset Until, string? By = null) : Event;

/// <summary>Something a person should know stands from here until it is cleared.</summary>
/// <param name="Key">Identifies the alarm: the same key raised again is the same alarm.</param>
public sealed record AlarmRaised(string Key, Severity Severity, string Message) : Event;

public sealed record AlarmCleared(string Key) : Event;

/// <summary>How soon a person should look.</summary>
public enum Severity
{
    Notice,
    Warning,
    Critical,
}
