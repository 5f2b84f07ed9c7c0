using System.Runtime.CompilerServices;
using EventOps.Rules.Compilation;
using EventOps.Rules.Process;

namespace EventOps.Replay.Tests;

/// <summary>The stock rules, compiled as the daemon compiles them.</summary>
internal static class StockRules
{
    private static readonly Lazy<RuleSetManifest> Compiled = new(() => Compile(Sources()));

    private static readonly Lazy<RuleSetManifest> CompiledAndTimed = new(() => Compile(
        Sources().Concat(TimedRules.Files.Select(f => new RuleSource(f.Key + ".cs", System.Text.Encoding.UTF8.GetBytes(f.Value))))));

    public static string Folder => Path.Combine(Root, "rules");

    public static string Journals => Path.Combine(Root, "tests", "journals");

    public static RuleSetManifest Manifest => Compiled.Value;

    /// <summary>The stock rules, and some that remember over time.</summary>
    public static RuleSetManifest AndTimed => CompiledAndTimed.Value;

    private static string Root => Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>The stock rules with one file's text changed.</summary>
    public static RuleSetManifest With(string file, string from, string to) => Compile(
        Directory.GetFiles(Folder, "*.cs").Order(StringComparer.Ordinal).Select(f =>
        {
            var text = File.ReadAllText(f);
            return new RuleSource(Path.GetFileName(f), System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(f) == file ? text.Replace(from, to, StringComparison.Ordinal) : text));
        }));

    /// <summary>The stock rules without one file.</summary>
    public static RuleSetManifest Without(string file) => Compile(Sources().Where(s => s.File != file));

    /// <summary>The stock rules and one more.</summary>
    public static RuleSetManifest Plus(string file, string text) => Compile(Sources().Append(new RuleSource(file, System.Text.Encoding.UTF8.GetBytes(text))));

    private static IEnumerable<RuleSource> Sources() =>
        Directory.GetFiles(Folder, "*.cs").Order(StringComparer.Ordinal).Select(f => new RuleSource(Path.GetFileName(f), File.ReadAllBytes(f)));

    private static RuleSetManifest Compile(IEnumerable<RuleSource> sources)
    {
        var results = new RuleFileCompiler(RuleReferences.OfThisProgram()).Compile([.. sources]);
        Assert.All(results, r => Assert.True(r.Compiled is not null, string.Join('\n', r.Findings)));
        return new RuleSetManifest([.. results.Select(r => r.Compiled!)], []);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
