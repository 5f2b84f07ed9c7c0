using System.Text.Json;
using EventOps.Host.Settings;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Commands;

/// <summary>How the answers to why and why-not are shown.</summary>
internal static class WhyPrinting
{
    public static async Task<int> RunAsync(string settingsPath, bool json, Func<DaemonSettings, Task<WhyText?>> tell)
    {
        if (UsableSettings.Read(settingsPath) is not { } settings)
        {
            return ExitCodes.BadSettings;
        }

        try
        {
            if (await tell(settings) is not { } why)
            {
                return ExitCodes.Failed;
            }

            Console.WriteLine(json ? JsonSerializer.Serialize(why, CommandJson.Default.WhyText) : Text(why));
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is JournalFaultException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"eventops: the journal cannot be read: {e.Message}");
            return e is UnauthorizedAccessException ? ExitCodes.NoPermission : ExitCodes.BadData;
        }
    }

    /// <summary>The fact's key in a resource's name.</summary>
    public static string KeyOf(string resource) => resource[(resource.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public static string Describe(Intent intent) => intent switch
    {
        GrowVolume grow => $"grow {grow.Volume} to at least {grow.ToAtLeast}",
        RaiseAlarm raise => $"raise the alarm {raise.Key} ({raise.Severity})",
        ClearAlarm clear => $"clear the alarm {clear.Key}",
        _ => intent.GetType().Name,
    };

    internal static string Text(WhyText why)
    {
        var lines = new List<string>();
        if (why.Rule is { } rule)
        {
            lines.Add($"Rule      '{rule.Name}' in {rule.File}, hash {rule.Sha256}");
        }

        lines.Add(string.Create(null, $"At        {why.At:yyyy-MM-ddTHH:mm:ss.fffffff}Z"));
        if (why.Intent is not null)
        {
            lines.Add($"Wanted    {why.Intent} (intent {why.IntentSequence}): {why.Because}");
            lines.Add($"Guard     {why.Verdict ?? "has not judged it"}{(why.VerdictReason is { Length: > 0 } reason ? ": " + reason : "")}");
        }

        lines.AddRange(why.Steps.Select(s => "Step      " + s));
        if (why.Outcome is not null)
        {
            lines.Add("Outcome   " + why.Outcome);
        }

        lines.AddRange(why.Notes.Select(n => "Note      " + n));
        if (why.Explained is { } explained)
        {
            lines.Add(explained.Matches == 0 ? "Its conditions are not met:" : $"Its conditions are met by {explained.Matches}:");
            lines.AddRange(explained.Nearest.SelectMany(Lines));
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Lines(ExplainedCombination combination)
    {
        yield return "  " + string.Join(", ", combination.Facts.Select(f => f.Text.Length > 0 ? $"{f.Text} is {f.Value}" : f.Value));
        foreach (var term in combination.Terms)
        {
            var values = term.Values.Count == 0 ? "" : "    [" + string.Join(", ", term.Values.Select(v => $"{v.Text} = {v.Value}")) + "]";
            yield return $"    {(term.Holds ? "holds" : "FAILS")}  {term.Text}{values}{(term.Error is null ? "" : " threw: " + term.Error)}";
        }
    }
}
