namespace EventOps.Model;

/// <summary>The daemon began to work. All that was in flight before is judged anew.</summary>
/// <param name="BootId">The kernel's boot id (random(4)): tells a restart of the daemon from one of the machine.</param>
/// <param name="Host">The host's name; null in journals from before it was told.</param>
public sealed record DaemonStarted(string Version, string BootId, int ProcessId, string? Host = null) : Event;

/// <summary>The daemon ends in good order; nothing was in flight after this.</summary>
public sealed record DaemonStopping(string Reason) : Event;

/// <summary>The settings in force from here on. Rules see them as facts, so a replay needs no settings file.</summary>
/// <param name="Mode">Whether intents are carried out or only written down.</param>
public sealed record SettingsLoaded(string File, string Sha256, ActingMode Mode, IReadOnlyList<VolumePolicy> Volumes) : Event
{
    /// <summary>The guard's limits; null in journals from before they could be set, which stands for <see cref="GuardPolicy.Default"/>.</summary>
    public GuardPolicy? Guard { get; init; }

    /// <summary>The wanted state of the network; null when the settings say nothing of it.</summary>
    public NetworkPolicy? Network { get; init; }

    /// <summary>What is wanted of the host's storage; null in journals from before it could be told.</summary>
    public StoragePolicy? Storage { get; init; }
}

/// <summary>Whether the guard lets actions through.</summary>
public enum ActingMode
{
    /// <summary>Say what would be done, do nothing.</summary>
    Observe,

    /// <summary>Do it.</summary>
    Act,
}

/// <summary>The rules in force from here on.</summary>
public sealed record RulesLoaded(IReadOnlyList<RuleSummary> Rules) : Event;

/// <param name="Sha256">Of the rule file's bytes: tells which text decided.</param>
/// <param name="Mode">What becomes of its intents.</param>
public sealed record RuleSummary(string Name, string File, string Sha256, RuleMode Mode = RuleMode.Act);

/// <summary>What a rule may do.</summary>
public enum RuleMode
{
    /// <summary>Its intents are carried out, as far as the daemon's mode and the guard allow.</summary>
    Act,

    /// <summary>It is new or was edited: its intents are written down, and not carried out until it is promoted.</summary>
    Observe,

    /// <summary>It threw, looped or brought its process down: it is not loaded until its file changes.</summary>
    Parked,
}

/// <summary>A rule was told to act: it, with exactly this text, observes no longer.</summary>
/// <param name="By">Who said so: the uid that asked, or "installed" for the rules of the first start.</param>
public sealed record RulePromoted(string Rule, string Sha256, string By) : Event;

/// <summary>A rule is left out until its file's bytes change; the others go on.</summary>
/// <param name="Reason">What it did.</param>
public sealed record RuleParked(string Rule, string File, string Sha256, string Reason) : Event;

/// <summary>A parked rule is loaded again.</summary>
public sealed record RuleUnparked(string Rule, string Reason) : Event;

/// <summary>A rule was changed such that what it remembered over time belongs to nothing any more: it begins to count anew.</summary>
/// <param name="What">The operators in their own words, with the facts that they were about.</param>
public sealed record RuleStateLost(string Rule, IReadOnlyList<string> What) : Event;

/// <summary>A new set of rules was not taken; the set before it stays in force.</summary>
public sealed record RulesRefused(IReadOnlyList<RuleProblem> Problems) : Event;

/// <param name="Line">From 1; 0 when the problem belongs to no line.</param>
/// <param name="Column">From 1; 0 when the problem belongs to no column.</param>
/// <param name="Id">The compiler's or lint's own code for it, such as CS1002.</param>
/// <param name="SourceLine">The offending line's text.</param>
public sealed record RuleProblem(string File, int Line, int Column, string Id, string Message, string? SourceLine = null)
{
    public override string ToString() => $"{File}{(Line > 0 ? $"({Line},{Column})" : "")}: {Id}: {Message}";
}

/// <summary>A rule threw, or its process died over it. The others go on.</summary>
/// <param name="Where">A condition, an action, or the process.</param>
public sealed record RuleFaulted(string Rule, string Where, string Message) : Event;

/// <summary>What rules remember over time (how long something has held, how often it came), for the rule process after this one.</summary>
/// <param name="UpTo">The last event that it covers.</param>
/// <param name="State">As the rule process wrote it.</param>
public sealed record RuleStateKept(long UpTo, string State) : Event;

/// <summary>Time passed without anything else to say; timers that rules wait for come due by it.</summary>
public sealed record ClockTick : Event;
