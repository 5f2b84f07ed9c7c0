namespace EventOps.Rules.Engine.Network;

/// <summary>Turns the tuples of one join into the items of another's input.</summary>
internal sealed class TupleInput(InputState input) : ITupleSink
{
    public void Created(JoinTuple tuple)
    {
        var item = new Item(input) { Tuple = tuple };
        tuple.State = item;
        input.Index(item);
        input.Added(item);
    }

    public void Updated(JoinTuple tuple)
    {
        var item = (Item)tuple.State!;
        input.Reindex(item);
        input.Updated(item);
    }

    public void Removed(JoinTuple tuple)
    {
        var item = (Item)tuple.State!;
        tuple.State = null;
        input.Unindex(item);
        input.Removed(item);
    }
}
