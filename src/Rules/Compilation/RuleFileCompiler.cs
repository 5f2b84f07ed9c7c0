using System.Text;
using EventOps.Rules.Compilation.Lint;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace EventOps.Rules.Compilation;

/// <summary>
/// Compiles rule files, each into an assembly of its own, and lints them. Loads Roslyn: belongs in a short-lived process.
/// The same source, name and references give the same bytes.
/// </summary>
public sealed class RuleFileCompiler
{
    /// <summary>The namespaces that every rule file sees without a using line.</summary>
    public static readonly IReadOnlyList<string> Usings =
        ["System", "System.Linq", "System.Collections.Generic", "EventOps.Model", "EventOps.Rules.Language"];

    private static readonly CSharpParseOptions Parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.Embedded);

    private readonly CSharpCompilation _empty;

    /// <param name="references">What rule files are compiled against.</param>
    public RuleFileCompiler(RuleReferences references)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            deterministic: true,
            concurrentBuild: false,
            nullableContextOptions: NullableContextOptions.Enable);
        var usings = string.Concat(Usings.Select(name => $"global using {name};\n"));
        _empty = CSharpCompilation.Create(
            "rules",
            [CSharpSyntaxTree.ParseText(usings, Parse, path: "usings", encoding: Encoding.UTF8)],
            references.Paths.Select(path => MetadataReference.CreateFromFile(path)),
            options);
    }

    /// <summary>Compiles the files side by side; results come in the order given. A broken file is a result, never an exception.</summary>
    public IReadOnlyList<CompileResult> Compile(IReadOnlyList<RuleSource> sources, CancellationToken cancellationToken = default)
    {
        var results = new CompileResult[sources.Count];
        Parallel.For(0, sources.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => results[i] = Compile(sources[i], cancellationToken));
        return results;
    }

    /// <summary>Compiles one file.</summary>
    public CompileResult Compile(RuleSource source, CancellationToken cancellationToken = default)
    {
        try
        {
            return CompileTree(source, cancellationToken);
        }
        catch (InsufficientExecutionStackException)
        {
            return Refused(source, LintCodes.TooDeep.At(source.File, "this file nests its expressions too deeply to be compiled"));
        }
    }

    private CompileResult CompileTree(RuleSource source, CancellationToken cancellationToken)
    {
        var bytes = source.Bytes.ToArray();
        var text = SourceText.From(bytes, bytes.Length, Encoding.UTF8, SourceHashAlgorithm.Sha256, canBeEmbedded: true);
        if (NestingLint.Check(text, source.File) is { } brackets)
        {
            return Refused(source, brackets);
        }

        var tree = CSharpSyntaxTree.ParseText(text, Parse, source.File, cancellationToken);
        if (NestingLint.Check(tree, cancellationToken) is { } tooDeep)
        {
            return Refused(source, tooDeep);
        }

        var compilation = _empty.WithAssemblyName(AssemblyName(source)).AddSyntaxTrees(tree);

        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, options: Emit, embeddedTexts: [EmbeddedText.FromSource(source.File, text)], cancellationToken: cancellationToken);
        var findings = CompilerMessages.From(emitted.Diagnostics, tree).ToList();
        if (tree.GetDiagnostics(cancellationToken).Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return Refused(source, [.. findings]); // What the lint would say of half a file helps nobody.
        }

        var lint = new RuleLint(compilation.GetSemanticModel(tree));
        findings.AddRange(lint.Check(cancellationToken));
        var assembly = image.ToArray();
        if (emitted.Success && findings.TrueForAll(f => f.Severity != FindingSeverity.Error))
        {
            findings.AddRange(AssemblyLint.Check(source.File, assembly));
        }

        findings = [.. findings.OrderBy(f => f.Problem.Line).ThenBy(f => f.Problem.Column).Take(CompilerMessages.Most)];
        return !emitted.Success || findings.Exists(f => f.Severity == FindingSeverity.Error)
            ? Refused(source, [.. findings])
            : new CompileResult(source.File, source.Sha256, new CompiledRuleFile(source.File, source.Sha256, assembly, lint.Rules(), findings), findings);
    }

    private static CompileResult Refused(RuleSource source, params RuleFinding[] findings) => new(source.File, source.Sha256, null, findings);

    /// <summary>Tells in a stack trace which file and which version of it.</summary>
    private static string AssemblyName(RuleSource source) => $"{Path.GetFileNameWithoutExtension(source.File)}-{source.Sha256[..12]}";
}
