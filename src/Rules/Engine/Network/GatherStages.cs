namespace EventOps.Rules.Engine.Network;

internal sealed class GroupStage<TKey, TElement>(Func<object?[], object, TKey> key, Func<object?[], object, object>? element) : Stage
    where TKey : notnull
{
    public override void Begin(QueryInstance instance) => instance.States[Ordinal] = new Dictionary<TKey, Group<TKey, TElement>>();

    public override void Add(Element added) => Enter(added, key(Values, added.Value));

    public override void Update(Element updated)
    {
        var member = (GatheredMember)updated.State!;
        var group = (Group<TKey, TElement>)member.Owner;
        var now = key(Values, updated.Value);
        if (EqualityComparer<TKey>.Default.Equals(now, group.Key))
        {
            member.Value = ValueOf(updated);
            group.Changed();
            Next.Update(group.Result!);
            return;
        }

        Remove(updated);
        Enter(updated, now);
    }

    public override void Remove(Element removed)
    {
        var member = (GatheredMember)removed.State!;
        var group = (Group<TKey, TElement>)member.Owner;
        removed.State = null;
        group.Remove(member);
        if (group.Count > 0)
        {
            Next.Update(group.Result!);
            return;
        }

        ((Dictionary<TKey, Group<TKey, TElement>>)removed.Owner.States[Ordinal]!).Remove(group.Key);
        Next.Remove(group.Result!);
    }

    private object ValueOf(Element source) => element is null ? source.Value : element(Values, source.Value);

    private void Enter(Element source, TKey now)
    {
        var groups = (Dictionary<TKey, Group<TKey, TElement>>)source.Owner.States[Ordinal]!;
        if (groups.TryGetValue(now, out var group))
        {
            source.State = group.Add(ValueOf(source));
            Next.Update(group.Result!);
            return;
        }

        group = new Group<TKey, TElement>(now);
        groups.Add(now, group);
        source.State = group.Add(ValueOf(source));
        group.Result = new Element(source.Owner, group);
        Next.Add(group.Result);
    }
}

internal sealed class CollectStage<TElement> : Stage
{
    private readonly List<ElementOrder> _orders = [];

    public void OrderBy<TKey>(Func<object?[], object, TKey> key, bool descending) =>
        _orders.Add(new ElementOrder<TKey>((_, value) => key(Values, value), descending));

    public override void Begin(QueryInstance instance)
    {
        var all = new Gathered<TElement>(_orders);
        all.Result = new Element(instance, all);
        instance.States[Ordinal] = all;
        Next.Add(all.Result);
    }

    public override void End(QueryInstance instance) => Next.Remove(((Gathered<TElement>)instance.States[Ordinal]!).Result!);

    public override void Add(Element element)
    {
        var all = (Gathered<TElement>)element.Owner.States[Ordinal]!;
        element.State = all.Add(element.Value);
        Next.Update(all.Result!);
    }

    public override void Update(Element element)
    {
        var member = (GatheredMember)element.State!;
        member.Value = element.Value;
        var all = (Gathered<TElement>)member.Owner;
        all.Changed();
        Next.Update(all.Result!);
    }

    public override void Remove(Element element)
    {
        var member = (GatheredMember)element.State!;
        var all = (Gathered<TElement>)member.Owner;
        all.Remove(member);
        Next.Update(all.Result!);
    }
}
