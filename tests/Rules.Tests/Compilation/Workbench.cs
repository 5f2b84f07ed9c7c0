using System.Text;
using EventOps.Rules.Compilation;

namespace EventOps.Rules.Tests.Compilation;

/// <summary>A compiler to try rule files on.</summary>
internal static class Workbench
{
    public static readonly RuleReferences References = RuleReferences.OfThisProgram();

    public static readonly RuleFileCompiler Compiler = new(References);

    public const string Good =
        """
        [Name("Grow a volume before it fills")]
        [Description("Grows a volume that is nearly full.")]
        public class GrowVolumeBeforeItFills : Rule
        {
            public override void Define()
            {
                VolumePolicy policy = default!;
                Volume volume = default!;

                When()
                    .Match(() => policy)
                    .Match(() => volume, v => v.Name == policy.Volume, v => v.UsedShare >= 85.Percent(), v => !v.IsGrowing);

                Then()
                    .Do(ctx => ctx.Act(Grow(volume, policy)));
            }

            private static GrowVolume Grow(Volume volume, VolumePolicy policy) => new(
                volume.Name,
                ToAtLeast: volume.NextSize(policy),
                Because: $"{volume.Used} of {volume.Size} in use");
        }
        """;

    public static RuleSource Source(string text, string file = "rule.cs") => new(file, Encoding.UTF8.GetBytes(text));

    public static CompileResult Compile(string text, string file = "rule.cs") => Compiler.Compile(Source(text, file));

    public static IReadOnlyList<CompileResult> CompileAll(params RuleSource[] sources) => Compiler.Compile(sources);

    /// <summary>A rule that is sound but for what is put into it.</summary>
    public static string Rule(string members = "", string condition = "true", string action = "ctx.Act(new ClearAlarm(\"a\", \"b\"))", string before = "", string name = "Try") =>
        $$"""
        {{before}}
        [Name("{{name}}")]
        [Description("Tries something.")]
        public class {{name}} : Rule
        {
            public override void Define()
            {
                Volume volume = default!;
                When().Match(() => volume, v => {{condition}});
                Then().Do(ctx => {{action}});
            }

            {{members}}
        }
        """;

    public static string Errors(this CompileResult result) =>
        string.Join('\n', result.Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Problem));
}
