using EventOps.Host.Daemon;
using EventOps.Host.Settings;

namespace EventOps.Host.Commands;

/// <summary>Reads settings for a command, and prints why when they cannot be used: the command ends with <see cref="ExitCodes.BadSettings"/> then.</summary>
internal static class UsableSettings
{
    /// <returns>Null when they cannot be used.</returns>
    public static DaemonSettings? Read(string path) => ReadResult(path)?.Settings;

    /// <summary>For what acts on them with this user's rights.</summary>
    /// <returns>Null when they cannot be used, or others could have written them.</returns>
    public static SettingsResult? ReadTrusted(string path)
    {
        var read = ReadResult(path);
        if (read is null || SettingsTrust.Distrust(path) is not { } why)
        {
            return read;
        }

        Console.Error.WriteLine($"eventops: {why}");
        return null;
    }

    private static SettingsResult? ReadResult(string path)
    {
        var read = DaemonSettings.Read(path);
        if (read.IsValid)
        {
            return read;
        }

        SettingsProblems.Print(read.Problems);
        return null;
    }
}
