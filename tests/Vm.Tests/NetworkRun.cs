using System.Text.Json;

namespace EventOps.Vm.Tests;

/// <summary>The network lab on the kernel's own WireGuard (<c>inside/network</c>).</summary>
public sealed class NetworkRun() : MachineRun("network", TimeSpan.FromMinutes(60), ["--memory", "3072"], Faults)
{
    /// <summary>Of <c>labs/network/faults</c>: those of the tunnel, each of which the kernel's own WireGuard tells and takes otherwise than a program does, and a sample of the rest.</summary>
    internal static readonly IReadOnlyList<string> Faults =
    [
        "L01:client", "L02:client", "N03:client", "N11:client", "N19:server", "N23:client", "N25:server", "N26:server", "N28:client", "N29:client", "N51:client",
        "W01:client", "W02:client", "W03:client", "N06:server", "N31:client", "F01:server",
        "L07:client", "L07:server", "N53:client", "N53b:server", "N52:client", "N52:server", "N40b:router", "F04:server",
    ];

    /// <summary>What came of each: "FAULT SIDE noticed after … working after …, test-connection green".</summary>
    internal IReadOnlyList<string> Healed => [.. Text("heal").Split('\n').Where(l => l.Contains("test-connection", StringComparison.Ordinal))];

    /// <summary>All that the daemons wrote, by file.</summary>
    internal IEnumerable<(string File, string Text)> Left => Directory.EnumerateFiles(Results, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(f) is not ("client" or "server"))
        .Select(f => (f, File.ReadAllText(f)));

    /// <summary>What the kernel and tools said, byte for byte.</summary>
    internal IEnumerable<byte[]> Frames()
    {
        foreach (var file in Directory.EnumerateFiles(Results, "*.frames*"))
        {
            foreach (var line in File.ReadLines(file))
            {
                using var frame = JsonDocument.Parse(line);
                if (frame.RootElement.TryGetProperty("bytes", out var bytes))
                {
                    yield return bytes.GetBytesFromBase64();
                }
            }
        }
    }
}
