using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventOps.Rules.Compilation.Lint;

/// <summary>Finds conditions that can never hold: constants that are false, and bounds on one value that leave nothing between them.</summary>
internal sealed class BoundsLint(SemanticModel model, LintFindings findings, RuleClasses classes)
{
    public void Check()
    {
        foreach (var call in classes.Concrete
            .SelectMany(type => type.DeclaringSyntaxReferences)
            .SelectMany(reference => reference.GetSyntax().DescendantNodes())
            .OfType<InvocationExpressionSyntax>())
        {
            Check(call);
        }
    }

    /// <summary>All conditions in one call, such as those of a Match, are about the same fact.</summary>
    private void Check(InvocationExpressionSyntax call)
    {
        var bounds = new Dictionary<string, Bounds>(StringComparer.Ordinal);
        foreach (var lambda in call.ArgumentList.Arguments.Select(a => a.Expression).OfType<SimpleLambdaExpressionSyntax>())
        {
            if (lambda.Body is not ExpressionSyntax body || model.GetTypeInfo(body).Type?.SpecialType != SpecialType.System_Boolean)
            {
                continue;
            }

            foreach (var condition in Conjuncts(body))
            {
                Check(condition, lambda.Parameter.Identifier.ValueText, bounds);
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Conjuncts(inner.Expression),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => Conjuncts(both.Left).Concat(Conjuncts(both.Right)),
        _ => [expression],
    };

    private void Check(ExpressionSyntax condition, string parameter, Dictionary<string, Bounds> bounds)
    {
        if (model.GetConstantValue(condition) is { HasValue: true, Value: false })
        {
            findings.Add(LintCodes.NeverHolds, condition, $"the condition {condition} is always false");
            return;
        }

        if (condition is not BinaryExpressionSyntax comparison || Read(comparison) is not var (left, right, kind))
        {
            return;
        }

        if (ValueOf(right) is not var (value, unit))
        {
            return;
        }

        // The same value, whatever a condition calls the fact.
        var name = string.Concat(left.DescendantTokens().Select(t => t.ValueText == parameter ? "_" : t.ValueText)) + " in " + unit;
        var before = bounds.GetValueOrDefault(name, Bounds.None);
        var after = before.And(kind, value);
        bounds[name] = after;
        if (after.IsEmpty && !before.IsEmpty)
        {
            findings.Add(LintCodes.NeverHolds, condition, $"the condition {condition} cannot hold together with those before it");
        }
    }

    /// <summary>With the constant on the right.</summary>
    private (ExpressionSyntax Left, ExpressionSyntax Right, SyntaxKind Kind)? Read(BinaryExpressionSyntax comparison)
    {
        if (ValueOf(comparison.Right) is not null)
        {
            return (comparison.Left, comparison.Right, comparison.Kind());
        }

        SyntaxKind? mirrored = comparison.Kind() switch
        {
            SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
            SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
            SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
            SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
            SyntaxKind.EqualsExpression => SyntaxKind.EqualsExpression,
            _ => null,
        };
        return mirrored is { } kind && ValueOf(comparison.Left) is not null ? (comparison.Right, comparison.Left, kind) : null;
    }

    /// <summary>A number, alone or with one of the units of the language: 85.Percent().</summary>
    private (double Value, string Unit)? ValueOf(ExpressionSyntax expression)
    {
        if (expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax unit }
            && model.GetSymbolInfo(expression).Symbol is IMethodSymbol { IsExtensionMethod: true, ContainingType.Name: "Quantities" })
        {
            return NumberOf(unit.Expression) is { } number ? (number, unit.Name.Identifier.ValueText) : null;
        }

        return NumberOf(expression) is { } alone ? (alone, "") : null;
    }

    private double? NumberOf(ExpressionSyntax expression) => model.GetConstantValue(expression).Value switch
    {
        int or long or uint or short or ushort or byte or sbyte or float or double or decimal
            => Convert.ToDouble(model.GetConstantValue(expression).Value, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>What comparisons leave of the numbers.</summary>
    private readonly record struct Bounds(double Least, bool IsLeastIn, double Most, bool IsMostIn)
    {
        public static Bounds None { get; } = new(double.NegativeInfinity, true, double.PositiveInfinity, true);

        public bool IsEmpty => Least > Most || (Least == Most && !(IsLeastIn && IsMostIn));

        public Bounds And(SyntaxKind comparison, double value) => comparison switch
        {
            SyntaxKind.GreaterThanExpression => AtLeast(value, isIn: false),
            SyntaxKind.GreaterThanOrEqualExpression => AtLeast(value, isIn: true),
            SyntaxKind.LessThanExpression => AtMost(value, isIn: false),
            SyntaxKind.LessThanOrEqualExpression => AtMost(value, isIn: true),
            SyntaxKind.EqualsExpression => AtLeast(value, isIn: true).AtMost(value, isIn: true),
            _ => this,
        };

        private Bounds AtLeast(double value, bool isIn) =>
            value > Least || (value == Least && !isIn) ? this with { Least = value, IsLeastIn = isIn } : this;

        private Bounds AtMost(double value, bool isIn) =>
            value < Most || (value == Most && !isIn) ? this with { Most = value, IsMostIn = isIn } : this;
    }
}
