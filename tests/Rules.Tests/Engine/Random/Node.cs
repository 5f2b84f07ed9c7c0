namespace EventOps.Rules.Tests.Engine.Random;

/// <summary>A fact of the random runs; changed in place, as plain classes are.</summary>
public abstract class Node(string id)
{
    public string Id => id;

    public string K { get; set; } = "";

    public int V { get; set; }
}

public sealed class P(string id) : Node(id);

public sealed class Q(string id) : Node(id);
