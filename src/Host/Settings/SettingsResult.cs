using System.Diagnostics.CodeAnalysis;
using EventOps.Model;

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

    /// <summary>As rules and guard get to see them.</summary>
    /// <exception cref="InvalidOperationException">The settings are not valid.</exception>
    public SettingsLoaded Loaded() => Settings is not { } settings
        ? throw new InvalidOperationException("settings with problems are never in force")
        : new SettingsLoaded(Path, Sha256, settings.Mode, settings.Volumes)
        {
            Guard = settings.Guard,
            Network = settings.Network,
            Storage = settings.Storage.IsEmpty ? null : settings.Storage,
        };
}
