namespace EventOps.Model;

/// <summary>What the settings want of a folder on a mount: who owns it and who may enter it.</summary>
public sealed record FolderPolicy : IFact
{
    public required string Path { get; init; }

    /// <summary>The permission bits, as chmod(1) writes them in octal: 755. Null when they do not matter.</summary>
    public string? Mode { get; init; }

    /// <summary>A user's name or number; null when it does not matter.</summary>
    public string? Owner { get; init; }

    string IFact.Key => Path;
}
