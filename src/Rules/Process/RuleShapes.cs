using System.Linq.Expressions;
using EventOps.Model;
using EventOps.Rules.Language.Building;
using EventOps.Rules.Loading;

namespace EventOps.Rules.Process;

/// <summary>Reads rules' definitions for what feeds what.</summary>
internal static class RuleShapes
{
    public static RuleShape Of(LoadedRule rule)
    {
        var finds = new Finder();
        var reads = new SortedSet<string>(StringComparer.Ordinal);
        Walk(rule.Definition.Elements, reads, finds);
        foreach (var action in rule.Definition.Actions)
        {
            finds.Visit(action.Body);
        }

        var yields = rule.Definition.Actions.Select(a => a.Yields?.Name).OfType<string>();
        return new RuleShape(
            rule.Definition.Name, rule.File, rule.Definition.Description, [.. reads], [.. finds.Intents], [.. yields.Distinct()], [.. finds.Volumes]);
    }

    private static void Walk(IEnumerable<RuleElement> elements, SortedSet<string> reads, Finder finds)
    {
        foreach (var element in elements)
        {
            switch (element)
            {
                case PatternElement pattern:
                    reads.Add(pattern.Type.Name);
                    finds.VisitAll(pattern.Conditions);
                    break;

                case QuantifierElement quantifier:
                    reads.Add((quantifier.Wanted ? "" : "not ") + quantifier.Type.Name);
                    finds.VisitAll(quantifier.Conditions);
                    break;

                case QueryElement query:
                    reads.Add(query.Query.Type.Name);
                    finds.VisitAll(query.Query.Conditions);
                    break;

                case GroupElement group:
                    Walk(group.Elements, reads, finds);
                    break;

                case LetElement let:
                    finds.Visit(let.Value);
                    break;

                case HavingElement having:
                    finds.VisitAll(having.Conditions);
                    break;

                default:
                    break;
            }
        }
    }

    private sealed class Finder : ExpressionVisitor
    {
        public SortedSet<string> Intents { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Volumes { get; } = new(StringComparer.Ordinal);

        public void VisitAll(IEnumerable<LambdaExpression> expressions)
        {
            foreach (var expression in expressions)
            {
                Visit(expression);
            }
        }

        public override Expression? Visit(Expression? node)
        {
            // Whatever makes one: a constructor, a method of the author's, a conditional.
            if (node is { NodeType: not ExpressionType.Convert } && node.Type.IsSubclassOf(typeof(Intent)))
            {
                Intents.Add(node.Type.Name);
            }

            return base.Visit(node);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (node.NodeType is ExpressionType.Equal && (NameIn(node.Left, node.Right) ?? NameIn(node.Right, node.Left)) is { } name)
            {
                Volumes.Add(name);
            }

            return base.VisitBinary(node);
        }

        private static string? NameIn(Expression member, Expression value) =>
            member is MemberExpression { Member: { Name: nameof(Volume.Name) or nameof(VolumePolicy.Volume), DeclaringType: { } type } }
            && (type == typeof(Volume) || type == typeof(VolumePolicy))
            && value is ConstantExpression { Value: string name } ? name : null;
    }
}
