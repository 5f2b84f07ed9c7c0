using EventOps.Linux.Security;

namespace EventOps.Host.Daemon;

/// <summary>Whoever can write the settings decides what root does: they must be in trusted hands, their folders too.</summary>
internal static class SettingsTrust
{
    /// <returns>Why the file cannot be trusted; null when it can.</returns>
    public static string? Distrust(string path)
    {
        using var trusted = TrustedPath.Check(Path.GetFullPath(path), new TrustedPathOptions { AllowStickyFolders = true });
        return trusted.Problems is [var problem, ..] ? $"the settings cannot be trusted: {problem}" : null;
    }
}
