namespace EventOps.Rules.Engine.Network;

/// <summary>One step of a query at work.</summary>
internal abstract class Stage
{
    protected int Ordinal { get; private set; }

    protected Stage Next { get; private set; } = null!;

    protected object?[] Values { get; private set; } = null!;

    public void Place(int ordinal, Stage? next, BranchState branch)
    {
        Ordinal = ordinal;
        Next = next!;
        Values = branch.Values;
    }

    public virtual void Begin(QueryInstance instance)
    {
    }

    public virtual void End(QueryInstance instance)
    {
    }

    public abstract void Add(Element element);

    public abstract void Update(Element element);

    public abstract void Remove(Element element);
}

internal sealed class WhereStage(Func<object?[], object, bool>[] tests) : Stage
{
    public override void Add(Element element)
    {
        if (Holds(element))
        {
            var down = new Element(element.Owner, element.Value);
            element.State = down;
            Next.Add(down);
        }
    }

    public override void Update(Element element)
    {
        if (element.State is not Element down)
        {
            Add(element);
        }
        else if (Holds(element))
        {
            down.Value = element.Value;
            Next.Update(down);
        }
        else
        {
            Remove(element);
        }
    }

    public override void Remove(Element element)
    {
        if (element.State is Element down)
        {
            element.State = null;
            Next.Remove(down);
        }
    }

    private bool Holds(Element element)
    {
        foreach (var test in tests)
        {
            if (!test(Values, element.Value))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class SelectStage(Func<object?[], object, object> selector) : Stage
{
    public override void Add(Element element)
    {
        var down = new Element(element.Owner, selector(Values, element.Value));
        element.State = down;
        Next.Add(down);
    }

    public override void Update(Element element)
    {
        var down = (Element)element.State!;
        down.Value = selector(Values, element.Value);
        Next.Update(down);
    }

    public override void Remove(Element element) => Next.Remove((Element)element.State!);
}

internal sealed class SelectManyStage<TResult>(Func<object?[], object, IEnumerable<TResult>> selector) : Stage
{
    public override void Add(Element element)
    {
        element.State = new List<Element>();
        Update(element);
    }

    public override void Update(Element element)
    {
        var known = (List<Element>)element.State!;
        var count = 0;
        foreach (var value in selector(Values, element.Value))
        {
            if (count < known.Count)
            {
                known[count].Value = value!;
                Next.Update(known[count]);
            }
            else
            {
                known.Add(new Element(element.Owner, value!));
                Next.Add(known[count]);
            }

            count++;
        }

        Trim(known, count);
    }

    public override void Remove(Element element) => Trim((List<Element>)element.State!, 0);

    private void Trim(List<Element> known, int count)
    {
        for (var i = known.Count - 1; i >= count; i--)
        {
            Next.Remove(known[i]);
        }

        known.RemoveRange(count, known.Count - count);
    }
}

/// <summary>The end of a query: its results become items of an input.</summary>
internal sealed class ResultStage(InputState results, SessionCore core) : Stage
{
    public override void Add(Element element)
    {
        var item = new Item(results) { Left = element.Owner.Left, Value = element.Value, NextOfFact = element.Owner.FirstResult };
        element.Owner.FirstResult = item;
        element.State = item;
        results.Index(item);
        core.MarkDirty(item);
    }

    public override void Update(Element element)
    {
        var item = (Item)element.State!;
        item.Value = element.Value;
        core.MarkDirty(item);
    }

    public override void Remove(Element element)
    {
        var item = (Item)element.State!;
        element.State = null;
        Unlink(element.Owner, item);
        results.Unindex(item);
        results.Removed(item);
    }

    private static void Unlink(QueryInstance owner, Item item)
    {
        if (owner.FirstResult == item)
        {
            owner.FirstResult = item.NextOfFact;
            return;
        }

        var before = owner.FirstResult;
        while (before!.NextOfFact != item)
        {
            before = before.NextOfFact;
        }

        before.NextOfFact = item.NextOfFact;
    }
}
