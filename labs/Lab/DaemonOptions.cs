namespace EventOps.Lab;

/// <summary>What <see cref="DaemonProcess"/> is to run with.</summary>
public sealed record DaemonOptions
{
    /// <summary>The <c>eventops</c> program, as published.</summary>
    public required string Program { get; init; }

    /// <summary>The folder whose rule files are copied for the daemon.</summary>
    public required string Rules { get; init; }

    /// <summary>The [[volume]] tables of the settings file, and whatever other tables are wanted, as TOML.</summary>
    public required string Settings { get; init; }

    /// <summary>Where the scratch folder is made. Its filesystem holds the journal, so a disk gives its durability a real price.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>"act" or "observe".</summary>
    public string Mode { get; init; } = "act";

    /// <summary>A daemon that does not sense by then has failed to start.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Added to the daemon's environment, which otherwise has only PATH and where .NET is.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
