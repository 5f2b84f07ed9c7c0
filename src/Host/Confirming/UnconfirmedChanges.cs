using System.Text.Json;
using EventOps.Actuators.Network.Reversals;
using EventOps.Host.Daemon;
using EventOps.Model;

namespace EventOps.Host.Confirming;

/// <summary>
/// Changes that wait to be confirmed, each a file in the state folder: a daemon that follows a killed one learns from it what is to be taken back, and which ways are cut until then.
/// Once a change is taken back its file has another name; of several processes that mean to do it, the one that gave the name does.
/// </summary>
internal sealed class UnconfirmedChanges(string folder)
{
    private const string TakenBack = ".taken-back";

    /// <summary>Writes a change down before it is made. Not forced to the disk: what would lose the file, a power cut, loses the change with it.</summary>
    /// <returns>The file; empty when it cannot be written, which is no reason to leave a network broken.</returns>
    public string Write(long action, TimeSpan within, IReadOnlyList<WantedProbe> probes, IReadOnlyList<Reversal> reversals)
    {
        var file = Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{action}.json"));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(new UnconfirmedChange(action, BootId.Read(), within, probes, reversals), SwitchJson.Default.UnconfirmedChange));
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>What the run before left. Files of changes that were taken back, or that a reboot undid, are removed.</summary>
    public IReadOnlyList<(UnconfirmedChange Change, string File, bool IsTakenBack)> Read()
    {
        var left = new List<(UnconfirmedChange, string, bool)>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            var isTakenBack = file.EndsWith(TakenBack, StringComparison.Ordinal);
            var change = Read(file);
            if (isTakenBack || change is null)
            {
                Remove(file);
            }

            if (change is not null)
            {
                left.Add((change, file, isTakenBack));
            }
        }

        return left;
    }

    /// <summary>The change holds, or the daemon itself had it taken back and knows.</summary>
    public static void Forget(string file)
    {
        if (file.Length > 0)
        {
            Remove(file);
            Remove(file + TakenBack);
        }
    }

    /// <returns>False when another process has taken the change back already.</returns>
    public static bool TryClaim(string file)
    {
        if (file.Length == 0)
        {
            return true;
        }

        try
        {
            File.Move(file, file + TakenBack, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that is gone or cannot be written must not keep a cut in place.
            return !File.Exists(file + TakenBack);
        }
    }

    /// <returns>Null when it is damaged or of another boot.</returns>
    private static UnconfirmedChange? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), SwitchJson.Default.UnconfirmedChange) is { } change && change.Boot == BootId.Read() ? change : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Read again at the next start, and removed then.
        }
    }
}

/// <summary>A change that waits to be confirmed.</summary>
/// <param name="Boot">The boot that it was made in.</param>
/// <param name="Probes">Those that held before it.</param>
internal sealed record UnconfirmedChange(long Action, string Boot, TimeSpan Within, IReadOnlyList<WantedProbe> Probes, IReadOnlyList<Reversal> Reversals);
