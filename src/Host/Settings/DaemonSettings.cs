using System.Collections.Immutable;
using System.Security.Cryptography;
using EventOps.Model;
using Serilog.Events;

namespace EventOps.Host.Settings;

/// <summary>All that the operator decides about the daemon, read from one TOML file. Every key is told in docs/settings.md.</summary>
public sealed record DaemonSettings
{
    /// <summary>Where the settings are unless the command line names another file.</summary>
    public const string DefaultPath = "/etc/eventops/eventops.toml";

    /// <summary>Whether decisions are carried out or only journalled.</summary>
    public required ActingMode Mode { get; init; }

    /// <summary>What must outlast a restart. An absolute path.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The control socket and the lock; gone after a reboot. An absolute path.</summary>
    public required string RuntimeFolder { get; init; }

    /// <summary>The rule files. An absolute path.</summary>
    public required string RulesFolder { get; init; }

    /// <summary>Compiled rules; may be emptied at any time. An absolute path.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>What is less important than this is not logged.</summary>
    public required LogEventLevel LogLevel { get; init; }

    public required JournalSettings Journal { get; init; }

    public required RulesSettings Rules { get; init; }

    /// <summary>The guard's limits for the whole host.</summary>
    public required GuardPolicy Guard { get; init; }

    public required SamplingSettings Sampling { get; init; }

    public required CommandSettings Commands { get; init; }

    /// <summary>In the order of the file; names, mount points and devices are unique.</summary>
    public required ImmutableArray<VolumePolicy> Volumes { get; init; }

    /// <summary>The wanted state of the network; null when no table speaks of it.</summary>
    public NetworkPolicy? Network { get; init; }

    /// <summary>What is wanted and allowed of disks, volume groups, mounts and folders.</summary>
    public required StoragePolicy Storage { get; init; }

    /// <summary>Reads the file once. Never throws for anything that a file or a path can be; whose file it is, is not checked here.</summary>
    public static SettingsResult Read(string path)
    {
        var bytes = SettingsFile.Read(path, out var what, out var cure);
        return bytes is null
            ? new SettingsResult { Path = path, Sha256 = "", Problems = [new SettingsProblem(path, 0, 0, "", "", what, cure, "")] }
            : Parse(path, bytes);
    }

    /// <summary>As <see cref="Read"/>, of bytes that were read already.</summary>
    /// <param name="path">Only to be named in problems.</param>
    public static SettingsResult Parse(string path, ReadOnlySpan<byte> bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var source = SettingsDecoder.Decode(path, bytes);
        var settings = source.HasProblems || TomlReader.Read(source) is not { } tree ? null : SettingsReader.Read(tree, source);
        return new SettingsResult
        {
            Path = path,
            Sha256 = sha256,
            Settings = source.HasProblems ? null : settings,
            Problems = source.Problems(),
        };
    }

    /// <summary>By value, the volumes too: two reads of one file are equal.</summary>
    public bool Equals(DaemonSettings? other) =>
        other is not null
        && (Mode, StateFolder, RuntimeFolder, RulesFolder, CacheFolder, LogLevel)
            == (other.Mode, other.StateFolder, other.RuntimeFolder, other.RulesFolder, other.CacheFolder, other.LogLevel)
        && (Journal, Rules, Guard, Sampling, Commands) == (other.Journal, other.Rules, other.Guard, other.Sampling, other.Commands)
        && Storage == other.Storage
        && Volumes.AsSpan().SequenceEqual(other.Volumes.AsSpan())
        && Equals(Network, other.Network);

    public override int GetHashCode() => HashCode.Combine(Mode, StateFolder, Journal, Rules, Sampling, Commands, Volumes.Length);
}
