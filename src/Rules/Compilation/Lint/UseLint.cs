using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Refuses types and members that are not on the allow-list: by symbol, so that aliases, var and chains do not hide them.</summary>
internal sealed class UseLint(SemanticModel model, LintFindings findings)
{
    public void Check(SyntaxNode node)
    {
        switch (node)
        {
            case AttributeSyntax attribute:
                CheckAttribute(attribute);
                break;
            case NamespaceDeclarationSyntax or FileScopedNamespaceDeclarationSyntax:
                CheckNamespace((BaseNamespaceDeclarationSyntax)node);
                break;
            case ConstructorInitializerSyntax or OrderingSyntax or SelectOrGroupClauseSyntax or QueryClauseSyntax:
                CheckSymbol(node, model.GetSymbolInfo(node).Symbol);
                break;
            case ForEachStatementSyntax loop:
                CheckSymbol(node, model.GetForEachStatementInfo(loop).GetEnumeratorMethod);
                break;
            case ExpressionSyntax expression:
                CheckExpression(expression);
                break;
        }
    }

    private void CheckExpression(ExpressionSyntax expression)
    {
        CheckSymbol(expression, model.GetSymbolInfo(expression).Symbol);
        var type = model.GetTypeInfo(expression);
        CheckType(expression, type.Type);
        if (expression is not AnonymousFunctionExpressionSyntax)
        {
            CheckType(expression, type.ConvertedType);
        }

        if (model.GetConversion(expression) is { IsUserDefined: true } conversion)
        {
            CheckSymbol(expression, conversion.MethodSymbol);
        }
    }

    private void CheckSymbol(SyntaxNode node, ISymbol? symbol)
    {
        switch (symbol)
        {
            case ITypeSymbol type:
                CheckType(node, type);
                break;
            case IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol when symbol.ContainingType is { } containing && !IsOurs(containing):
                CheckMember(node, symbol, containing);
                break;
        }
    }

    private void CheckMember(SyntaxNode node, ISymbol member, INamedTypeSymbol containing)
    {
        if (!CheckType(node, containing))
        {
            return;
        }

        var outermost = Outermost(containing);
        if (!AllowList.AllowsMember(Namespace(outermost), outermost.Name, member.MetadataName) || IsLocalTime(member))
        {
            findings.Add(LintCodes.ForbiddenMember, node, $"{containing.Name}.{Shown(member)} is refused in rules");
        }
        else if (member is IMethodSymbol method)
        {
            CheckType(node, method.ReturnType);
        }
    }

    private bool CheckType(SyntaxNode node, ITypeSymbol? type)
    {
        if (type is null || Refused(type) is not { } refused)
        {
            return true;
        }

        if (refused is IDynamicTypeSymbol)
        {
            findings.Add(LintCodes.Dynamic, node, "'dynamic' is refused in rules");
        }
        else
        {
            findings.Add(LintCodes.ForbiddenType, node, $"{refused.ToDisplayString()} is refused in rules");
        }

        return false;
    }

    /// <summary>The part of a type that the allow-list does not have; null when all of it is allowed.</summary>
    private ITypeSymbol? Refused(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Refused(array.ElementType),
        IPointerTypeSymbol or IFunctionPointerTypeSymbol or IDynamicTypeSymbol => type,
        INamedTypeSymbol { IsAnonymousType: true } or ITypeParameterSymbol or IErrorTypeSymbol => null,
        INamedTypeSymbol named when IsOurs(named) || Allows(named) => named.TypeArguments.Select(Refused).FirstOrDefault(found => found is not null),
        _ => type,
    };

    private void CheckAttribute(AttributeSyntax attribute)
    {
        if (attribute.Parent is AttributeListSyntax { Target.Identifier.ValueText: "assembly" or "module" } list)
        {
            findings.Add(LintCodes.AssemblyAttribute, list, "an attribute of the whole assembly is refused in rules");
        }

        if (model.GetSymbolInfo(attribute).Symbol?.ContainingType is { } type && (IsOurs(type) || !Allows(type)))
        {
            findings.Add(LintCodes.ForbiddenAttribute, attribute, $"the attribute {type.ToDisplayString()} is refused in rules");
        }
    }

    private void CheckNamespace(BaseNamespaceDeclarationSyntax declaration)
    {
        if (declaration.Name.ToString().Split('.')[0].TrimStart('@') is "System" or "Microsoft" or "EventOps" or "Internal")
        {
            findings.Add(LintCodes.ReservedNamespace, declaration.Name, $"the namespace {declaration.Name} is reserved");
        }
    }

    private bool IsOurs(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, model.Compilation.Assembly);

    /// <summary>A DateTime without a zone becomes a DateTimeOffset by the machine's own time zone.</summary>
    private static bool IsLocalTime(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [{ Type.SpecialType: SpecialType.System_DateTime }] }
        && member.ContainingType.Name == nameof(DateTimeOffset);

    private static bool Allows(INamedTypeSymbol type)
    {
        var outermost = Outermost(type);
        return AllowList.AllowsType(Namespace(outermost), outermost.Name);
    }

    private static string Namespace(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString();

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static string Shown(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "constructor" : member.Name;
}
