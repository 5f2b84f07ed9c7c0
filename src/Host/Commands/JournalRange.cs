using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Host.Commands;

/// <summary>Which part of a journal a command is about.</summary>
internal sealed class JournalRange
{
    private const string Forms = "write a time as 2026-03-01T10:00:00Z (UTC unless it has an offset), or how long ago, such as 90m";

    public Option<DateTimeOffset?> From { get; } = Time("--from", "The earliest time");

    public Option<DateTimeOffset?> To { get; } = Time("--to", "The latest time");

    public void AddTo(Command command)
    {
        command.Add(From);
        command.Add(To);
    }

    public JournalReadOptions Read(ParseResult parsed) => new()
    {
        From = parsed.GetValue(From) ?? DateTimeOffset.MinValue,
        To = parsed.GetValue(To) ?? DateTimeOffset.MaxValue,
    };

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description}: 2026-03-01T10:00:00Z, or how long ago, such as 90m",
        HelpName = "TIME",
        CustomParser = Parse,
    };

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Duration.TryParse(text, out var ago, out _))
        {
            return TimeProvider.System.GetUtcNow() - ago;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is no time; {Forms}");
        return null;
    }
}
