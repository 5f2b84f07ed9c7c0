using System.CommandLine;

namespace EventOps.Host.Commands;

/// <summary><c>eventops journal</c>: look at what was seen, decided and done.</summary>
internal static class JournalCommand
{
    public static Command Create() => new("journal", "Look at what was seen, decided and done")
    {
        JournalVerifyCommand.Create(),
        JournalShowCommand.Create(),
        JournalTailCommand.Create(),
        JournalExportCommand.Create(),
        JournalStatsCommand.Create(),
    };
}
