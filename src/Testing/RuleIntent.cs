using System.Globalization;
using EventOps.Model;

namespace EventOps.Testing;

/// <summary>What a rule wanted, and when.</summary>
/// <param name="After">The event that it decided after: its sequence in the log, or its place among the events given.</param>
public sealed record RuleIntent(DateTimeOffset At, long After, string Rule, Intent Intent)
{
    /// <summary>One line, the same on every machine.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At:yyyy-MM-ddTHH:mm:ss.fffffffZ} after {After}, '{Rule}': {Describe(Intent)}, because {Intent.Because}");

    internal static string Describe(Intent intent) => intent switch
    {
        GrowVolume grow => string.Create(CultureInfo.InvariantCulture, $"grow {grow.Volume} to {grow.ToAtLeast.Value} bytes ({grow.ToAtLeast})"),
        RaiseAlarm raise => $"raise {raise.Severity} alarm {raise.Key}",
        ClearAlarm clear => $"clear alarm {clear.Key}",
        _ => intent.ToString(),
    };
}
