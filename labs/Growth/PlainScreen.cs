using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>Lines as things happen, for files, pipes and programs.</summary>
internal sealed class PlainScreen(TextWriter output) : IScreen
{
    private const string Indent = "            ";
    private static readonly TimeSpan UsageEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<long, Decision> _told = [];
    private TimeSpan _next;

    public void Say(string line) => output.WriteLine(line);

    public async Task ShowAsync(Func<Action<View>, Task> work)
    {
        var isFirst = true;
        await work(view =>
        {
            if (isFirst)
            {
                isFirst = false;
                Say(view.Scene.Title);
                Say(string.Join(", ", view.Scene.Words));
            }

            foreach (var decision in view.Decisions)
            {
                Tell(view.Scene, decision);
            }

            if (view.Gauge.Elapsed >= _next)
            {
                _next = view.Gauge.Elapsed + UsageEvery;
                Tell(view.Gauge);
            }
        });
    }

    public void Close(Summary summary)
    {
        output.WriteLine();
        foreach (var (name, text) in summary.Lines)
        {
            Say($"{name,-14} {text}");
        }
    }

    private void Tell(Gauge gauge)
    {
        var full = gauge.TimeToFull is { } left ? $", full in {Duration.Format(left)}" : "";
        Say($"{Scene.Format(gauge.Elapsed)}  {gauge.Share} of {gauge.Size} in use, {gauge.Rate}{full}");
    }

    /// <summary>What is new of it since it was last told.</summary>
    private void Tell(Scene scene, Decision decision)
    {
        var told = _told.GetValueOrDefault(decision.Sequence);
        if (told == decision || decision.Verdict is null)
        {
            return;
        }

        _told[decision.Sequence] = decision;
        if (told is null)
        {
            Say($"{Scene.Format(decision.At)}  rule '{decision.Rule}': {Scene.Describe(decision)}, because {decision.Intent.Because}");
            if (!decision.IsCarriedOut)
            {
                Say($"{Indent}{(decision.Verdict.Verdict is Verdict.Observed ? "not done" : "refused")}: {decision.Verdict.Reason}");
            }
        }

        foreach (var step in decision.Steps.Skip(told?.Steps.Count ?? 0))
        {
            Say($"{Indent}{scene.Shorten(step.Does)}: {(step.Outcome is Outcome.Succeeded ? "" : step.Outcome + " ")}{Duration.Format(step.Took)}");
        }

        if (decision.Ended is { } ended && told?.Ended is null)
        {
            Say($"{Indent}{ended.Outcome.ToString().ToLowerInvariant()} in {Duration.Format(ended.Took)}{(ended.Outcome is Outcome.Succeeded ? "" : ": " + scene.Shorten(ended.Detail))}");
        }
    }
}
