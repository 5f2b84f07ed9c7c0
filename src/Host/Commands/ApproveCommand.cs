using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Control;

namespace EventOps.Host.Commands;

/// <summary><c>eventops approve</c>: says yes to what the daemon proposes and does not do by itself.</summary>
internal static class ApproveCommand
{
    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var name = new Argument<string?>("name") { Description = "The proposal's name; without one, all that wait are shown", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "approve",
            $"Say yes to a cure that has a risk; it is done once, within a quarter of an hour, and said in the journal. Exit code {ExitCodes.Failed}: nothing of that name waits; {ExitCodes.NoPermission}: not permitted; {ExitCodes.Unavailable}: no daemon answers")
        {
            name,
            settings,
        };
        command.SetAction((parsed, cancellationToken) => RunningDaemon.AskAsync(
            parsed.GetValue(settings)!,
            folder => parsed.GetValue(name) is { } named ? ApproveAsync(folder, named, cancellationToken) : ShowAsync(folder, cancellationToken)));
        return command;
    }

    private static async Task<int> ShowAsync(string folder, CancellationToken cancellationToken)
    {
        var answer = await ControlClient.AskAsync(folder, ControlVerb.Status, cancellationToken);
        var proposals = answer.Deserialize(ControlJson.Default.StatusReport)!.Proposals;
        if (proposals.Count == 0)
        {
            Console.WriteLine("nothing waits for a yes");
        }

        foreach (var proposal in proposals)
        {
            Console.WriteLine($"{proposal.Name}\n     because  {proposal.Because}\n     risk     {proposal.Risk}");
        }

        return ExitCodes.Success;
    }

    private static async Task<int> ApproveAsync(string folder, string name, CancellationToken cancellationToken)
    {
        if (!(await ControlClient.AskAsync(folder, ControlVerb.Approve, cancellationToken, name)).GetBoolean())
        {
            await Console.Error.WriteLineAsync($"eventops: nothing named '{name}' waits for a yes; 'eventops approve' shows what does");
            return ExitCodes.Failed;
        }

        Console.WriteLine($"'{name}' is done as soon as it can be; see: eventops status");
        return ExitCodes.Success;
    }
}
