namespace EventOps.Journal;

/// <summary>A journal is read strictly and something is wrong with it. Its message says what and where, and is fit to be shown alone.</summary>
public sealed class JournalFaultException(JournalFault fault) : Exception(fault.ToString())
{
    public JournalFault Fault { get; } = fault;
}
