using EventOps.Linux.FileSystems;
using EventOps.Model;

namespace EventOps.Lab.Growth;

/// <summary>What does not change while the volume fills.</summary>
internal sealed record Scene(GrowthOptions Options, Place Place, string Device, string Image, string MountPoint)
{
    public string Title => Options.Observe
        ? "EventOps observes a volume that fills, and says what it would do"
        : "EventOps grows a volume before it fills";

    public IReadOnlyList<string> Words =>
    [
        $"{Options.FileSystem}, {Options.Size} {Place.Words}",
        FormattableString.Invariant($"grow at {Options.Threshold.Value:0.#} % by {Options.Step} up to {Place.Ceiling}"),
        Options.Rate is { } rate ? $"{rate}" : "full speed",
    ];

    /// <summary>A step as the daemon names it, without the scratch folder's long name and the ioctl's.</summary>
    public string Shorten(string text) => text
        .Replace($" ({OnlineGrowth.RequestOf(Options.FileSystem)})", "", StringComparison.Ordinal)
        .Replace(Image, "the image", StringComparison.Ordinal)
        .Replace(" on " + MountPoint, "", StringComparison.Ordinal)
        .Replace("/dev/" + Device, Device, StringComparison.Ordinal);

    public static string Format(TimeSpan elapsed) => FormattableString.Invariant($"{elapsed.TotalSeconds,6:0.00} s");

    public static string Describe(Decision decision) => decision.Intent switch
    {
        GrowVolume { ToAtLeast: var to } when decision.From is { Value: > 0 } from => $"{from} → {Granted(decision, to)}",
        GrowVolume { ToAtLeast: var to } => $"to {Granted(decision, to)}",
        RaiseAlarm raise => $"{raise.Severity} alarm".ToLowerInvariant(),
        _ => decision.Intent.GetType().Name,
    };

    /// <summary>What the guard let through may be less than what the rule asked for.</summary>
    private static Bytes Granted(Decision decision, Bytes asked) => decision.Ended?.Intent is GrowVolume done ? done.ToAtLeast : asked;
}
