using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Refuses state that is not a fact: static state anywhere, and changing fields in a rule.</summary>
internal sealed class StateLint(SemanticModel model, LintFindings findings, RuleClasses classes)
{
    public void Check(SyntaxNode node)
    {
        switch (node)
        {
            case ClassDeclarationSyntax { ParameterList.Parameters.Count: > 0 } rule when model.GetDeclaredSymbol(rule) is INamedTypeSymbol type && classes.IsRule(type):
                findings.Add(LintCodes.RuleState, rule.ParameterList!, $"parameters of the rule {type.Name} itself are fields that can change");
                break;
            case VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field:
                CheckField(field.Identifier, model.GetDeclaredSymbol(field));
                break;
            case PropertyDeclarationSyntax property:
                CheckProperty(property.Identifier, model.GetDeclaredSymbol(property) as IPropertySymbol);
                break;
            case EventDeclarationSyntax { Identifier: var name }:
                findings.Add(LintCodes.StaticState, name, $"the event {name.ValueText} is refused in rules");
                break;
            case ConstructorDeclarationSyntax constructor when model.GetDeclaredSymbol(constructor) is { IsStatic: true }:
                findings.Add(LintCodes.StaticConstructor, constructor.Identifier, "a static constructor is refused in rules");
                break;
        }
    }

    private void CheckField(SyntaxToken name, ISymbol? symbol)
    {
        switch (symbol)
        {
            case IEventSymbol:
                findings.Add(LintCodes.StaticState, name, $"the event {symbol.Name} is refused in rules");
                break;
            case IFieldSymbol { IsConst: false } field:
                CheckStorage(name, field, field.Type, field.IsReadOnly);
                break;
        }
    }

    private void CheckProperty(SyntaxToken name, IPropertySymbol? property)
    {
        if (property is { IsAbstract: false } && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)))
        {
            CheckStorage(name, property, property.Type, property.SetMethod is null or { IsInitOnly: true });
        }
    }

    private void CheckStorage(SyntaxToken name, ISymbol symbol, ITypeSymbol type, bool isReadOnly)
    {
        var isFixed = isReadOnly && Immutability.IsImmutable(type);
        if (symbol.IsStatic && !isFixed)
        {
            findings.Add(LintCodes.StaticState, name, $"the static {symbol.Name} can change");
        }
        else if (!symbol.IsStatic && !isFixed && classes.IsRule(symbol.ContainingType))
        {
            findings.Add(LintCodes.RuleState, name, $"{symbol.Name} in the rule {symbol.ContainingType.Name} can change");
        }
    }
}
