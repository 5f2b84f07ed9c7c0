using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace EventOps.Host.Daemon;

/// <summary>The daemon's own log, for people: to standard error, where systemd and terminals both take it from. The journal is another thing.</summary>
internal static class DaemonLog
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static Logger Create(LogEventLevel level) => new LoggerConfiguration()
        .MinimumLevel.Is(level)
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        // What a person can mend is told once, in plain words, where the program ends; a stop during the start is no error.
        .Filter.ByExcluding(e => e.Exception is StartRefusedException or OperationCanceledException)
        .WriteTo.Console(
            outputTemplate: Template,
            formatProvider: CultureInfo.InvariantCulture,
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}
