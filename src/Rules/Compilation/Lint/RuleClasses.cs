using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>The classes of a file that derive from the rule language's Rule.</summary>
internal sealed class RuleClasses
{
    private const string Language = "EventOps.Rules.Language";

    private readonly INamedTypeSymbol? _rule;
    private readonly SemanticModel _model;

    public RuleClasses(SemanticModel model)
    {
        _model = model;
        _rule = model.Compilation.GetTypeByMetadataName(Language + ".Rule");
        All = [.. model.SyntaxTree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Select(declaration => model.GetDeclaredSymbol(declaration))
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Where(IsRule)];
    }

    /// <summary>All of them, abstract ones too.</summary>
    public IReadOnlyList<INamedTypeSymbol> All { get; }

    /// <summary>Those that can be loaded.</summary>
    public IEnumerable<INamedTypeSymbol> Concrete => All.Where(IsLoadable);

    public Location FirstLine => _model.SyntaxTree.GetRoot().GetFirstToken().GetLocation();

    public static bool IsLoadable(INamedTypeSymbol type) => type is
    {
        IsAbstract: false,
        IsGenericType: false,
        ContainingType: null,
        DeclaredAccessibility: Accessibility.Public,
    }
    && type.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public);

    public bool IsRule(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(b, _rule))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first argument of the class's own attribute of the rule language, when it is a text.</summary>
    public static string? AttributeText(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes()
            .Where(a => a.AttributeClass?.Name == attribute + "Attribute" && a.AttributeClass.ContainingNamespace.ToDisplayString() == Language)
            .Select(a => a.ConstructorArguments is [{ Value: string text }, ..] ? text : null)
            .FirstOrDefault();

    /// <summary>Whether the class or one of its bases in this file calls a method of Rule's by this name.</summary>
    public bool Calls(INamedTypeSymbol type, string method) => CallsOf(type, method).Any();

    /// <summary>Where the class or one of its bases in this file names a type; null where none does.</summary>
    public SyntaxNode? Mentions(INamedTypeSymbol type, string typeName)
    {
        var wanted = _model.Compilation.GetTypeByMetadataName(typeName);
        return BodiesOf(type)
            .SelectMany(body => body.DescendantNodes().OfType<SimpleNameSyntax>())
            .FirstOrDefault(name => wanted is not null && SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(name).Symbol, wanted));
    }

    /// <summary>As the engine will name it: by a call of Name in Define, the attribute, or the full type name.</summary>
    public string NameOf(INamedTypeSymbol type) => GivenName(type) ?? type.ToDisplayString();

    /// <summary>The name that its author gave it; null without one.</summary>
    public string? GivenName(INamedTypeSymbol type) => CalledText(type, "Name") ?? AttributeText(type, "Name");

    public RuleDeclaration Declare(INamedTypeSymbol type)
    {
        var at = type.Locations[0].GetLineSpan().StartLinePosition;
        return new RuleDeclaration(
            NameOf(type),
            type.ToDisplayString(),
            AttributeText(type, "Description"),
            at.Line + 1,
            at.Character + 1,
            CompilerMessages.LineText(_model.SyntaxTree.GetText(), at.Line));
    }

    private string? CalledText(INamedTypeSymbol type, string method) =>
        CallsOf(type, method)
            .Select(call => call.ArgumentList.Arguments is [var argument] ? _model.GetConstantValue(argument.Expression).Value as string : null)
            .FirstOrDefault(text => text is not null);

    private IEnumerable<InvocationExpressionSyntax> CallsOf(INamedTypeSymbol type, string method) =>
        BodiesOf(type).SelectMany(body => body.DescendantNodes().OfType<InvocationExpressionSyntax>()).Where(call => IsCallOf(call, method));

    /// <summary>The class and its bases, as far as they are written in this file.</summary>
    private IEnumerable<SyntaxNode> BodiesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && IsRule(t); t = t.BaseType)
        {
            foreach (var reference in t.DeclaringSyntaxReferences)
            {
                yield return reference.GetSyntax();
            }
        }
    }

    private bool IsCallOf(InvocationExpressionSyntax call, string method)
    {
        var info = _model.GetSymbolInfo(call);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol { IsStatic: false } called
            && called.Name == method
            && SymbolEqualityComparer.Default.Equals(called.ContainingType, _rule);
    }
}
