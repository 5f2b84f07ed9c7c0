using System.Globalization;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Host.RuleProcess;

/// <summary>How rules are run.</summary>
/// <param name="User">The user that rules run as.</param>
/// <param name="Memory">The most memory of the rule process's heap.</param>
/// <param name="AnswerWithin">A rule process that is busy with one condition or one action for longer is ended.</param>
internal sealed record RuleServiceOptions(uint User, Bytes Memory, TimeSpan AnswerWithin)
{
    /// <summary>Where the page of the running rule lies; best in memory.</summary>
    public required string RuntimeFolder { get; init; }

    /// <summary>Where it is kept which rules may act and which are parked.</summary>
    public required string StateFolder { get; init; }

    /// <summary>What new and edited rules may do before anybody promotes them.</summary>
    public RuleMode NewRules { get; init; } = RuleMode.Observe;

    public ChildOptions Program(string page) => SelfProgram.As(
        HiddenVerbs.RunRules,
        Memory,
        User.ToString(CultureInfo.InvariantCulture),
        Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        page);
}
