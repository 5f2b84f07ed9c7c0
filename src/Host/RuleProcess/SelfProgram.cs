using EventOps.Linux.Processes;
using EventOps.Linux.Security;
using EventOps.Model;

namespace EventOps.Host.RuleProcess;

/// <summary>This program, started again under another verb.</summary>
internal static class SelfProgram
{
    /// <param name="heapLimit">The most memory that the runtime's heap may have.</param>
    public static ChildOptions As(string verb, Bytes heapLimit, params IReadOnlyList<string> arguments)
    {
        var own = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known");
        var beside = Path.Combine(AppContext.BaseDirectory, "eventops");
        var program = IsDotnet(own) || !File.Exists(beside) ? own : beside;
        IReadOnlyList<string> all = IsDotnet(program) ? [beside + ".dll", verb, .. arguments] : [verb, .. arguments];
        return new ChildOptions
        {
            Program = program,
            Arguments = all,
            Environment = EnvironmentFor(heapLimit),
            Group = ChildGroup.OwnGroup,
        };
    }

    /// <summary>Why this program does not come up again as that user, and what to do; null when nothing is in its way.</summary>
    public static string? Unreachable(uint user) => ClosedFolder.On(AppContext.BaseDirectory, user) is { } folder
        ? $"user {user}, as which rules run, may not enter {folder}, where the program lies: install it elsewhere, such as in /opt, or run: chmod o+x {folder}"
        : null;

    private static bool IsDotnet(string program) => Path.GetFileName(program) == "dotnet";

    private static Dictionary<string, string> EnvironmentFor(Bytes heapLimit)
    {
        var environment = new Dictionary<string, string>
        {
            ["LC_ALL"] = "C",
            ["DOTNET_GCHeapHardLimit"] = heapLimit.Value.ToString("x", System.Globalization.CultureInfo.InvariantCulture),
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var name in (string[])["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
