namespace EventOps.Host.RuleProcess;

/// <summary>The pipeline's view of the rule process: journal lines go in, and whatever it answers comes back through the inbox.</summary>
internal interface IRuleLink
{
    /// <summary>Queues an event's journal line. Never blocks; sent with the next <see cref="Flush"/> at the latest.</summary>
    void Send(long sequence, ReadOnlyMemory<byte> line);

    void Flush();

    /// <summary>Has a rule fire no more until its file changes.</summary>
    void Park(string rule, string reason);
}
