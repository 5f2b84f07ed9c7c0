using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary>Tells of what is wrong with a journal while it is read, and keeps count.</summary>
internal sealed class JournalFaults
{
    /// <summary>A journal that is damaged everywhere is not told line by line.</summary>
    private const int Most = 100;

    private int _told;

    /// <summary>All but notes.</summary>
    public long Count { get; private set; }

    public int ExitCode => Count == 0 ? ExitCodes.Success : ExitCodes.BadData;

    public void Tell(JournalFault fault)
    {
        Count += fault.IsNote ? 0 : 1;
        _told++;
        if (_told <= Most)
        {
            Console.Error.WriteLine((fault.IsNote ? "note: " : "") + fault);
        }
        else if (_told == Most + 1)
        {
            Console.Error.WriteLine("There is more; eventops journal verify tells how much");
        }
    }
}
