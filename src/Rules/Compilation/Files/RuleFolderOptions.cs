namespace EventOps.Rules.Compilation.Files;

/// <summary>What a rules folder may hold.</summary>
public sealed record RuleFolderOptions
{
    /// <summary>Whether a folder without rules is meant so. Otherwise it is taken for a mistake, and the rules in force stay.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>The largest file, in bytes.</summary>
    public int LargestFile { get; init; } = 256 * 1024;

    /// <summary>The most rule files in the folder.</summary>
    public int MostFiles { get; init; } = 2000;

    /// <summary>User ids that may own rule files and the folders above them.</summary>
    public IReadOnlySet<uint> Owners { get; init; } = new HashSet<uint> { 0, NativeFiles.EffectiveUser() };
}
