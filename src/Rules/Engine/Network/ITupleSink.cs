namespace EventOps.Rules.Engine.Network;

/// <summary>What a join hands its tuples to. The tuple's values stand in their slots when it is called.</summary>
internal interface ITupleSink
{
    void Created(JoinTuple tuple);

    void Updated(JoinTuple tuple);

    void Removed(JoinTuple tuple);
}
