using System.CommandLine;
using EventOps.Host.Settings;
using EventOps.Rules.Compilation.Files;

namespace EventOps.Host.Commands;

/// <summary><c>eventops rules new NAME</c>: a rule to begin with.</summary>
internal static class RulesNewCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var folder = RulesFolder.Option();
        var name = new Argument<string>("name") { Description = "The class's name in C#, such as WarnOfSlowVolume" };
        var command = new Command("new", $"Write a template of a rule into the folder. Exit code {ExitCodes.Failed}: it cannot be written, or is there already") { name, settings, folder };
        command.SetAction(parsed =>
        {
            var found = RulesFolder.Find(parsed.GetValue(folder), parsed.GetValue(settings)!, out DaemonSettings? _);
            return found is null ? ExitCodes.BadSettings : Write(found, parsed.GetValue(name)!);
        });
        return command;
    }

    private static int Write(string folder, string name)
    {
        var file = name + ".cs";
        if (!RuleFileNames.IsAllowed(file) || name.Any(c => !char.IsAsciiLetterOrDigit(c)) || !char.IsAsciiLetterUpper(name[0]))
        {
            Console.Error.WriteLine($"eventops: '{RuleFileNames.Shown(name)}' is no name for a rule; write letters and digits, a capital first: WarnOfSlowVolume");
            return ExitCodes.Usage;
        }

        var path = Path.Combine(folder, file);
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            });
            using var text = new StreamWriter(stream);
            text.Write(Template(name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"eventops: {path} cannot be written: {e.Message}");
            return ExitCodes.Failed;
        }

        Console.WriteLine($"{path}: change it as you need; a running daemon takes it when you save it, and lets it observe until 'eventops rules promote'");
        return ExitCodes.Success;
    }

    private static string Template(string name) =>
        $$"""
        /// <summary>Say here what the rule is for.</summary>
        [Name("{{Words(name)}}")]
        [Description("Raises a warning while a volume is more than 80 % full.")]
        public class {{name}} : Rule
        {
            public override void Define()
            {
                Volume volume = default!;

                When()
                    .Match(() => volume,
                        v => v.IsKnown,
                        v => v.UsedShare >= 80.Percent());

                Then()
                    .Do(ctx => ctx.Act(new RaiseAlarm("{{name}}:" + volume.Name, Severity.Warning, $"{volume.Name} is {volume.UsedShare} full")))
                    .Undo(ctx => ctx.Act(new ClearAlarm("{{name}}:" + volume.Name, "it has room again")));
            }
        }

        """;

    /// <summary>WarnOfSlowVolume becomes Warn of slow volume.</summary>
    private static string Words(string name) =>
        name[0] + string.Concat(name.Skip(1).Select(c => char.IsAsciiLetterUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
