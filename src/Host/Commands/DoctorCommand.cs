using System.CommandLine;
using System.Text.Json;
using EventOps.Host.Daemon;
using EventOps.Host.Doctor;
using EventOps.Host.Settings;
using EventOps.Linux.Security;
using EventOps.Model;
using Serilog.Extensions.Logging;

namespace EventOps.Host.Commands;

/// <summary><c>eventops doctor</c>: one look at the whole wanted state; with --fix, one go at putting it right.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var settings = CommonOptions.Settings();
        var json = CommonOptions.Json();
        var fix = new Option<bool>("--fix") { Description = "Put right what can be put right without risk; the rest is only told" };
        var yes = new Option<string[]>("--yes") { Description = "With --fix: also do this proposal, which has a risk; several times for several", HelpName = "NAME" };
        var limit = new Option<string>("--limit") { Description = "Come to an end after this time in any case", DefaultValueFactory = _ => "15m", HelpName = "TIME" };
        var command = new Command(
            "doctor",
            $"Tell what differs from the settings, why it matters and what would be done about it. Exit code 0: nothing differs; {ExitCodes.Failed}: something does; {ExitCodes.AlreadyRunning}: with --fix, the daemon runs and does it itself")
        {
            settings,
            fix,
            yes,
            limit,
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!Duration.TryParse(parsed.GetValue(limit), out var longest, out var error))
            {
                await Console.Error.WriteLineAsync($"eventops: --limit: {error}");
                return ExitCodes.Usage;
            }

            var approved = parsed.GetValue(yes) ?? [];
            if (approved.Length > 0 && !parsed.GetValue(fix))
            {
                await Console.Error.WriteLineAsync("eventops: --yes is for --fix; without it nothing is done");
                return ExitCodes.Usage;
            }

            return await RunAsync(parsed.GetValue(settings)!, parsed.GetValue(fix), approved, parsed.GetValue(json), longest, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, bool fix, string[] approved, bool json, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (UsableSettings.ReadTrusted(path) is not { Settings: { } settings } read)
        {
            return ExitCodes.BadSettings;
        }

        var scratch = Directory.CreateTempSubdirectory("eventops-doctor-");
        try
        {
            // What only looks leaves no trace: its journal and its memory are thrown away. What changes something is written down for good.
            var own = fix ? settings with { Mode = ActingMode.Act } : Aside(settings, scratch.FullName);
            if (!fix)
            {
                Directory.CreateDirectory(own.StateFolder);
                Directory.CreateDirectory(own.RuntimeFolder);
            }

            using var only = fix ? RunCommand.Acquire(own) : null;
            var report = await ExamineAsync(read with { Settings = own }, limit, approved, cancellationToken);
            Console.Write(json ? JsonSerializer.Serialize(report, CommandJson.Default.DoctorReport) + "\n" : DoctorText.Of(report));
            return report.IsHealthy ? ExitCodes.Success : ExitCodes.Failed;
        }
        catch (InstanceHeldException)
        {
            await Console.Error.WriteLineAsync("eventops: the daemon runs and puts things right itself; see: eventops status. Without --fix the doctor can look beside it");
            return ExitCodes.AlreadyRunning;
        }
        catch (Exception e) when (RunCommand.ExitCodeOf(e) is { } code)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message}");
            return code;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<DoctorReport> ExamineAsync(SettingsResult read, TimeSpan limit, string[] approved, CancellationToken cancellationToken)
    {
        await using var log = DaemonLog.Create(Serilog.Events.LogEventLevel.Error);
        using var logs = new SerilogLoggerFactory(log);
        return await DoctorRun.RunAsync(read, Calm, limit, approved, logs, cancellationToken);
    }

    private static DaemonSettings Aside(DaemonSettings settings, string folder) => settings with
    {
        Mode = ActingMode.Observe,
        StateFolder = Path.Combine(folder, "state"),
        RuntimeFolder = Path.Combine(folder, "run"),
        Journal = settings.Journal with { Folder = Path.Combine(folder, "journal"), KeepFree = Bytes.Zero },
    };
}
