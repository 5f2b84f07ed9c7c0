using System.Text;
using EventOps.Rules.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventOps.Rules.Tests.Compilation;

/// <summary>A compiler to try rule files on.</summary>
internal static class Workbench
{
    public static readonly RuleReferences References = Find();

    public static readonly RuleFileCompiler Compiler = new(References);

    public const string Good =
        """
        [Name("Grow a volume before it fills")]
        [Description("Grows a volume that is nearly full.")]
        public class GrowVolumeBeforeItFills : Rule
        {
            public override void Define()
            {
                Volume volume = default!;

                When()
                    .Match(() => volume, v => v.UsedShare >= 85.Percent(), v => !v.IsGrowing);

                Then()
                    .Do(ctx => ctx.Act(Grow(volume)));
            }

            private static GrowVolume Grow(Volume volume) => new(
                volume.Name,
                ToAtLeast: volume.Size + 500.MB(),
                Because: $"{volume.Used} of {volume.Size} in use");
        }
        """;

    public static RuleSource Source(string text, string file = "rule.cs") => new(file, Encoding.UTF8.GetBytes(text));

    public static CompileResult Compile(string text, string file = "rule.cs") => Compiler.Compile(Source(text, file));

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

    private static RuleReferences Find()
    {
        var framework = RuleReferences.OfThisProgram().Paths;
        var path = Path.Combine(Path.GetTempPath(), $"standin-{Environment.ProcessId}.dll");
        var compilation = CSharpCompilation.Create(
            "StandIn",
            [CSharpSyntaxTree.ParseText(StandIn)],
            framework.Select(p => MetadataReference.CreateFromFile(p)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using (var file = File.Create(path))
        {
            var emitted = compilation.Emit(file);
            Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        }

        return new RuleReferences(framework.Append(path));
    }

    private const string StandIn =
        """
        using System; using System.Linq.Expressions;
        namespace EventOps.Rules.Language;
        public class NameAttribute(string name) : Attribute { public string Name => name; }
        public class DescriptionAttribute(string text) : Attribute { public string Text => text; }
        public interface IContext { void Act(EventOps.Model.Intent intent); }
        public class Lhs
        {
            public Lhs Match<T>(Expression<Func<T>> alias, params Expression<Func<T, bool>>[] conditions) => this;
            public Lhs Match<T>(params Expression<Func<T, bool>>[] conditions) => this;
            public Lhs Not<T>(params Expression<Func<T, bool>>[] conditions) => this;
        }
        public class Rhs { public Rhs Do(Expression<Action<IContext>> action) => this; }
        public abstract class Rule
        {
            public abstract void Define();
            protected Lhs When() => new();
            protected Rhs Then() => new();
        }
        """;
}
