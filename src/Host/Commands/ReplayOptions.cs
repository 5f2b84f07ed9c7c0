using System.CommandLine;
using System.Globalization;

namespace EventOps.Host.Commands;

/// <summary>The options of <c>eventops replay</c>.</summary>
internal sealed class ReplayOptions
{
    public Argument<string[]> Log { get; } = new("log")
    {
        Description = "A journal's folder, or its files in order; the settings' own journal when none is given",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "LOG",
    };

    public Option<string> Settings { get; } = CommonOptions.Settings();

    public Option<string?> Rules { get; } = new("--rules") { Description = "The folder of rules to replay with; the settings' own when not given", HelpName = "DIR" };

    public Option<string[]> Diff { get; } = new("--diff")
    {
        Description = "Two folders of rules: which actions appear, vanish, move or change in size",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
        HelpName = "OLD_RULES NEW_RULES",
    };

    public Option<string?> NewSettings { get; } = new("--new-settings")
    {
        Description = "With --diff: settings in force under the new rules instead of the journal's, to try thresholds and ceilings",
        HelpName = "FILE",
    };

    public Option<string?> Html { get; } = new("--html") { Description = "With --diff: also write a page with the usage curves and both rule sets' actions", HelpName = "FILE" };

    public Option<string> Speed { get; } = MakeSpeed();

    public Option<bool> All { get; } = new("--all") { Description = "Print decisions that are the same, too" };

    public Option<bool> Json { get; } = CommonOptions.Json();

    public void AddTo(Command command)
    {
        command.Add(Log);
        foreach (var option in (Option[])[Settings, Rules, Diff, NewSettings, Html, Speed, All, Json])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(Diff) is null && (result.GetResult(Html) is not null || result.GetResult(NewSettings) is not null))
            {
                result.AddError("--html and --new-settings belong to --diff OLD_RULES NEW_RULES");
            }

            if (result.GetResult(Diff) is not null && result.GetResult(Rules) is not null)
            {
                result.AddError("--rules and --diff exclude one another: --diff names both rule sets itself");
            }
        });
    }

    /// <returns>0 for as fast as it goes.</returns>
    public double SpeedOf(ParseResult parsed) => TrySpeed(parsed.GetValue(Speed)!, out var speed) ? speed : 0;

    private static bool TrySpeed(string text, out double speed)
    {
        speed = 0;
        return text == "max"
            || (text.EndsWith('x') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out speed) && speed > 0);
    }

    private static Option<string> MakeSpeed()
    {
        var option = new Option<string>("--speed") { Description = "max, or a multiple of the journal's own pace such as 1x or 10x", DefaultValueFactory = _ => "max", HelpName = "SPEED" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !TrySpeed(text, out _))
            {
                result.AddError($"--speed {text}: write max, 1x or 10x");
            }
        });
        return option;
    }
}
