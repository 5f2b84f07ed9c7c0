namespace EventOps.Rules.Engine.Network;

/// <summary>A query for one thing that it depends on.</summary>
internal sealed class QueryInstance(Item? left, int stages)
{
    public Item? Left => left;

    /// <summary>What each stage keeps.</summary>
    public object?[] States { get; } = new object?[stages];

    /// <summary>Its results, linked by <see cref="Item.NextOfFact"/>.</summary>
    public Item? FirstResult;
}

/// <summary>One value on its way through a query. Each stage makes a new one of it, or of many.</summary>
internal sealed class Element(QueryInstance owner, object value)
{
    public QueryInstance Owner => owner;

    public object Value = value;

    /// <summary>What the stage that it enters keeps for it.</summary>
    public object? State;
}
