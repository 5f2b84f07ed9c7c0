using System.CommandLine;
using EventOps.Host.Control;
using EventOps.Host.Daemon;
using EventOps.Host.Settings;
using EventOps.Linux.Security;
using EventOps.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Serilog;

namespace EventOps.Host.Commands;

/// <summary><c>eventops run</c>: the daemon itself, in the foreground.</summary>
internal static class RunCommand
{
    private const UnixFileMode OwnerAndGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    public static Command Create()
    {
        var (settings, capture) = (CommonOptions.Settings(), new CaptureOption());
        var command = new Command(
            "run",
            $"Run the daemon until it gets SIGTERM; SIGHUP reloads settings and rules. Exit code {ExitCodes.BadSettings}: bad settings; {ExitCodes.BadData}: rules that cannot be used; {ExitCodes.AlreadyRunning}: another runs already; {ExitCodes.NoPermission}: not permitted")
        {
            settings,
        };
        capture.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(settings)!, capture.Read(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, CaptureRequest? capture, CancellationToken cancellationToken)
    {
        // From here on a signal finds a task to wait for; before, the command line would end the process in the middle of the start.
        await Task.Yield();
        if (UsableSettings.ReadTrusted(path) is not { Settings: { } settings } read)
        {
            return ExitCodes.BadSettings;
        }

        try
        {
            using var only = Acquire(settings);
            await using var capturing = capture?.Begin(TimeProvider.System);
            for (var next = read; next is not null;)
            {
                next = await RunHostAsync(next, cancellationToken);
            }

            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop before it had started.
            return ExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            // With the exit code of success nobody would start it again.
            await Console.Error.WriteLineAsync($"eventops: it did not end within {Duration.Format(EventDaemon.StopWithin)} to begin anew with new settings; it ends now, and is to be started again");
            return ExitCodes.Failed;
        }
        catch (UnauthorizedAccessException e)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message} Run it as root, or name folders in {path} under [daemon] that this user may write");
            return ExitCodes.NoPermission;
        }
        catch (Exception e) when (ExitCodeOf(e) is { } code)
        {
            await Console.Error.WriteLineAsync($"eventops: {e.Message}");
            return code;
        }
    }

    /// <returns>The settings to begin anew with; null when it was asked to end.</returns>
    private static async Task<SettingsResult?> RunHostAsync(SettingsResult read, CancellationToken cancellationToken)
    {
        var inForce = new SettingsInForce(read);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "eventops" });
        builder.Services
            .AddSerilog(DaemonLog.Create(read.Settings!.LogLevel), dispose: true)
            .AddSystemd()
            .AddSingleton(inForce)
            .AddSingleton<ISystemdNotifier>(new LifeNotifier(new SystemdNotifier(), inForce))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(services => DaemonAssembly.Build(
                read, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>()))
            .AddHostedService<EventDaemon>()
            .AddHostedService<ReloadSignal>()
            .AddHostedService<ControlServer>()
            .AddHostedService<Watchdog>()
            .Configure<HostOptions>(o => o.ShutdownTimeout = EventDaemon.StopWithin);
        using var host = builder.Build();
        await host.RunAsync(cancellationToken);
        return cancellationToken.IsCancellationRequested ? null : inForce.Next;
    }

    internal static SingleInstance Acquire(DaemonSettings settings)
    {
        // Under systemd they are there already; elsewhere nobody else makes them.
        foreach (var folder in (string[])[settings.RuntimeFolder, settings.StateFolder, settings.CacheFolder])
        {
            Directory.CreateDirectory(folder, OwnerAndGroup);
        }

        return SingleInstance.Acquire(Path.Combine(settings.RuntimeFolder, "eventops.lock"));
    }

    internal static int? ExitCodeOf(Exception e) => e switch
    {
        InstanceHeldException => ExitCodes.AlreadyRunning,
        StartRefusedException refused => refused.ExitCode,
        IOException => ExitCodes.Failed,
        _ => null,
    };
}
