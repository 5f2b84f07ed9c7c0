using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Control;
using EventOps.Model;
using Spectre.Console;

namespace EventOps.Host.Commands;

/// <summary><c>eventops rules</c>: check, list, promote, begin, test and draw rules.</summary>
internal static class RulesCommand
{
    public static Command Create() => new("rules", "Work with the rules") { RulesCheckCommand.Create(), List(), Promote(), RulesNewCommand.Create(), RulesTestCommand.Create(), RulesGraphCommand.Create() };

    private static Command List()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var list = new Command("list", $"List the running daemon's rules with mode, file and hash. Exit code {ExitCodes.Unavailable}: no daemon answers") { settings, json };
        list.SetAction((parsed, cancellationToken) => RunningDaemon.AskAsync(parsed.GetValue(settings)!, async folder =>
        {
            var answer = await ControlClient.AskAsync(folder, ControlVerb.Status, cancellationToken);
            Show(answer.Deserialize(ControlJson.Default.StatusReport)!.Rules, parsed.GetValue(json));
            return ExitCodes.Success;
        }));
        return list;
    }

    private static Command Promote()
    {
        var settings = CommonOptions.Settings();
        var name = new Argument<string>("name") { Description = "The rule's name as 'rules list' shows it; '*' for all" };
        var promote = new Command(
            "promote",
            $"Let a new or edited rule act; said in the journal. Exit code {ExitCodes.Failed}: there is no such rule; {ExitCodes.NoPermission}: not permitted") { name, settings };
        promote.SetAction((parsed, cancellationToken) => RunningDaemon.AskAsync(parsed.GetValue(settings)!, async folder =>
        {
            var rule = parsed.GetValue(name)!;
            var count = (await ControlClient.AskAsync(folder, ControlVerb.PromoteRule, cancellationToken, rule)).GetInt32();
            if (count == 0)
            {
                await Console.Error.WriteLineAsync($"eventops: no rule named '{rule}' is loaded; 'eventops rules list' shows those that are");
                return ExitCodes.Failed;
            }

            Console.WriteLine(count == 1 ? $"'{rule}' may act now" : $"{count} rules may act now");
            return ExitCodes.Success;
        }));
        return promote;
    }

    private static void Show(IReadOnlyList<RuleSummary> rules, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(rules, CommandJson.Default.IReadOnlyListRuleSummary));
            return;
        }

        Tables.Prepare();
        var table = new Table().Border(TableBorder.None).AddColumns("Rule", "Mode", "File", "Hash");
        foreach (var rule in rules)
        {
            table.AddRow(Markup.Escape(rule.Name), Word(rule.Mode), Markup.Escape(rule.File), rule.Sha256[..12]);
        }

        AnsiConsole.Write(table);
    }

    private static string Word(RuleMode mode) => mode switch
    {
        RuleMode.Act => "act",
        RuleMode.Observe => "observe",
        _ => "[red]parked[/]",
    };
}
