using System.Diagnostics.CodeAnalysis;

namespace EventOps.Host.Settings;

/// <summary>What reading a settings file came to: the settings, or everything that is wrong with them; never both.</summary>
public sealed record SettingsResult
{
    /// <summary>The settings; null when there is any problem.</summary>
    public DaemonSettings? Settings { get; init; }

    /// <summary>All that is wrong, in the order of the file; empty when the settings hold.</summary>
    public required IReadOnlyList<SettingsProblem> Problems { get; init; }

    /// <summary>The file as it was asked for.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the very bytes that were read, in lower-case hexadecimal; empty when none could be read.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the settings can be used.</summary>
    [MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;
}
