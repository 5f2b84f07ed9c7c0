using Spectre.Console;

namespace EventOps.Host.Commands;

/// <summary>How tables are laid out.</summary>
internal static class Tables
{
    /// <summary>In columns. Whatever reads from a pipe wants a thing in one line.</summary>
    private const int WidthWithoutTerminal = 250;

    /// <summary>Before the first table: keeps rows whole where no terminal bounds them.</summary>
    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WidthWithoutTerminal;
        }
    }
}
