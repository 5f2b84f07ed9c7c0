using System.Linq.Expressions;
using EventOps.Rules.Engine.Time;
using EventOps.Rules.Language.Building;

namespace EventOps.Rules.Engine.Compilation;

/// <summary>Compiles one alternative of a rule.</summary>
internal sealed class BranchCompiler(Scope scope, string rule) : ITimeCompiler
{
    private readonly List<InputPlan> _all = [];
    private readonly List<InputPlan> _open = [];
    private readonly List<Condition> _conditions = [];
    private readonly List<QuantifierSource> _quantifiers = [];
    private readonly List<LateStep> _late = [];
    private readonly HashSet<int> _lateSlots = [];
    private readonly BranchText _text = new();

    public BranchPlan Compile(IReadOnlyList<RuleElement> elements)
    {
        foreach (var element in elements)
        {
            Add(element);
        }

        return new BranchPlan { Join = JoinPlanner.Plan(_open, _conditions, _quantifiers), Inputs = _all, Late = _late, Text = _text };
    }

    public static Func<object?[], object?> Getter(Expression body) =>
        Expression.Lambda<Func<object?[], object?>>(body.Type == typeof(object) ? body : Expression.Convert(body, typeof(object)), Scope.Values).CompileLazily();

    Func<object?[], T> ITimeCompiler.Getter<T>(LambdaExpression value)
    {
        var body = new SlotRewriter(scope).Visit(Folding.Fold(value.Body, scope));
        return Expression.Lambda<Func<object?[], T>>(body.Type == typeof(T) ? body : Expression.Convert(body, typeof(T)), Scope.Values).CompileLazily();
    }

    private void Add(RuleElement element)
    {
        switch (element)
        {
            case PatternElement pattern:
                AddPattern(pattern);
                break;
            case QuantifierElement quantifier:
                AddQuantifier(quantifier);
                break;
            case HavingElement having:
                AddHaving(having);
                break;
            case LetElement let:
                AddLet(let);
                break;
            case QueryElement query:
                AddQuery(query);
                break;
            case TimeElement time:
                AddTime(time);
                break;
            default:
                throw new NotSupportedException($"{element.GetType().Name} in {rule} is unknown");
        }
    }

    private void AddPattern(PatternElement pattern)
    {
        var slot = scope.Declare(pattern.Alias, pattern.Type);
        var (own, joint) = Divide(pattern.Type, slot, pattern.Conditions);
        _open.Add(NewInput([slot], own));
        _conditions.AddRange(joint);
        _text.Add(new TextItem("match", pattern.Type, slot, pattern.Alias, own.Texts, joint) { Own = own });
    }

    private void AddQuantifier(QuantifierElement quantifier)
    {
        var slot = scope.Declare("", quantifier.Type);
        var (own, joint) = Divide(quantifier.Type, slot, quantifier.Conditions);
        _quantifiers.Add(new QuantifierSource(quantifier.Wanted, NewInput([slot], own), slot, joint));
        var word = quantifier.Wanted ? "exists" : quantifier.All ? "all" : "not";
        _text.Add(new TextItem(word, quantifier.Type, slot, "", own.Texts, joint) { Own = own });
    }

    private void AddHaving(HavingElement having)
    {
        var conditions = having.Conditions.SelectMany(c => Conditions(c)).ToList();
        foreach (var condition in conditions)
        {
            if (condition.Reads.Overlaps(_lateSlots))
            {
                _late.Add(new LateTest(Condition.Compile([condition])!));
            }
            else
            {
                _conditions.Add(condition);
            }
        }

        _text.Add(new TextItem("having", typeof(bool), -1, "", [], conditions));
    }

    private void AddLet(LetElement let)
    {
        var slot = scope.Declare(let.Alias, let.Type);
        var body = new SlotRewriter(scope).Visit(let.Value.Body);
        scope.DeclareLet(let.Alias, let.Value);
        _late.Add(new LateValue(slot, Getter(body)));
    }

    private void AddTime(TimeElement time)
    {
        var slot = time.Alias.Length == 0 ? -1 : scope.Declare(time.Alias, typeof(double));
        var text = string.Join(" ", time.Reads.Select(r => ExpressionText.Of(r.Body)).Prepend(time.Text));
        _late.Add(new LateTime(time.Make(this), text, slot));
        if (slot >= 0)
        {
            _lateSlots.Add(slot);
        }

        _text.Add(new TextItem("time", typeof(bool), slot, time.Alias, [text], []) { LateStep = _late.Count - 1 });
    }

    private void AddQuery(QueryElement element)
    {
        var compiler = new QueryStepCompiler(scope);
        var stages = compiler.Compile(element.Query.Steps);
        var reads = compiler.Reads;
        var conditions = new List<Condition>();
        InputPlan? source = null;
        Func<object?[], object?>? from = null;
        var sourceSlot = -1;
        if (element.Query.From is { } start)
        {
            var rewriter = new SlotRewriter(scope);
            from = Getter(rewriter.Visit(start.Body));
            reads.UnionWith(rewriter.Reads);
        }
        else
        {
            sourceSlot = scope.Declare("", element.Query.Type);
            var (own, joint) = Divide(element.Query.Type, sourceSlot, element.Query.Conditions);
            source = NewInput([sourceSlot], own);
            conditions.AddRange(joint);
            joint.ForEach(c => reads.UnionWith(c.Reads));
            reads.Remove(sourceSlot);
            _text.Add(new TextItem("query", element.Query.Type, sourceSlot, element.Alias, own.Texts, joint) { Own = own });
        }

        var left = TakeLeft(reads);
        var slot = scope.Declare(element.Alias, element.Type);
        InputPlan[] pair = left is null ? source is null ? [] : [source] : source is null ? [left] : [left, source];
        var plan = new QueryPlan
        {
            Left = left, From = from, SourceSlot = sourceSlot, ResultSlot = slot, Stages = stages, Pairs = JoinPlanner.Plan(pair, conditions, []),
        };
        var result = new InputPlan([.. left?.Slots ?? [], slot]) { Id = _all.Count, Query = plan };
        _all.Add(result);
        _open.Add(result);
    }

    /// <summary>What a query depends on, as one input: it takes the place of those it is made of.</summary>
    private InputPlan? TakeLeft(SortedSet<int> reads)
    {
        var inputs = _open.FindAll(i => reads.Overlaps(i.Slots));
        if (reads.Overlaps(_lateSlots))
        {
            throw new NotSupportedException("a query cannot use a value that is computed over time; put the condition into Having");
        }

        _open.RemoveAll(inputs.Contains);
        if (inputs.Count < 2)
        {
            return inputs.Count == 0 ? null : inputs[0];
        }

        var slots = inputs.SelectMany(i => i.Slots).ToList();
        var within = _conditions.FindAll(c => c.Reads.IsSubsetOf(slots));
        _conditions.RemoveAll(within.Contains);
        var joined = new InputPlan(slots) { Id = _all.Count, Join = JoinPlanner.Plan(inputs, within, []) };
        _all.Add(joined);
        return joined;
    }

    private InputPlan NewInput(IReadOnlyList<int> slots, PatternPlan pattern)
    {
        var input = new InputPlan(slots) { Id = _all.Count, Pattern = pattern };
        _all.Add(input);
        return input;
    }

    /// <summary>Parts conditions into those on the fact alone and those that join it with others.</summary>
    private (PatternPlan Own, List<Condition> Joint) Divide(Type type, int slot, IReadOnlyList<LambdaExpression> conditions)
    {
        var own = new List<LambdaExpression>();
        var joint = new List<Condition>();
        foreach (var lambda in conditions)
        {
            foreach (var part in Condition.Split(lambda.Body))
            {
                var rewriter = new SlotRewriter(scope).Let(lambda.Parameters[0], slot);
                var body = rewriter.Visit(Folding.Fold(part, scope));
                if (rewriter.Reads.IsSubsetOf([slot]))
                {
                    var alone = new SlotRewriter(scope).Visit(Folding.Fold(part, scope));
                    own.Add(Expression.Lambda(alone, lambda.Parameters[0]));
                }
                else if (rewriter.Reads.Overlaps(_lateSlots))
                {
                    throw new NotSupportedException($"'{ExpressionText.Of(part)}' uses a value computed over time; put the condition into Having");
                }
                else
                {
                    joint.Add(new Condition(body, rewriter.Reads, ExpressionText.Of(part)));
                }
            }
        }

        var texts = conditions.SelectMany(c => Condition.Split(c.Body)).Where(p => !joint.Exists(j => j.Text == ExpressionText.Of(p))).Select(ExpressionText.Of).ToList();
        return (new PatternPlan(type, own, texts) { Slot = slot }, joint);
    }

    private IEnumerable<Condition> Conditions(LambdaExpression lambda)
    {
        foreach (var part in Condition.Split(lambda.Body))
        {
            var rewriter = new SlotRewriter(scope);
            var body = rewriter.Visit(Folding.Fold(part, scope));
            yield return new Condition(body, rewriter.Reads, ExpressionText.Of(part));
        }
    }
}
