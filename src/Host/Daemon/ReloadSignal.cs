using System.Runtime.InteropServices;
using EventOps.Host.Settings;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Daemon;

/// <summary>
/// SIGHUP: settings and rules are read anew. Settings that changed have the daemon end in good order and begin anew in the same process;
/// otherwise only the rules are reloaded. Many signals in a row make one reload after the one that runs.
/// </summary>
internal sealed partial class ReloadSignal(
    DaemonParts parts, SettingsInForce settings, IHostApplicationLifetime life, ILogger<ReloadSignal> log) : BackgroundService
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    private PosixSignalRegistration? _signal;

    /// <summary>From here on SIGHUP does not end the process.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Ask();
        });
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _signal?.Dispose();
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _asked.WaitAsync(stoppingToken);
            if (TakeSettings())
            {
                life.StopApplication();
                return;
            }

            try
            {
                var problems = await parts.Rules.ReloadAsync(stoppingToken);
                if (problems.Count > 0)
                {
                    LogKept(problems.Count);
                }
            }
            catch (Exception e) when (e is IOException or CommandException or LinuxException)
            {
                // Rules that end their process while it loads them, or a host that cannot start one now: no reason to end as well.
                parts.Inbox.Post(new RulesRefused([new RuleProblem("", 0, 0, "process", e.Message)]), "rules");
                LogKept(1);
            }
        }
    }

    /// <returns>Whether there are new settings to begin anew with.</returns>
    private bool TakeSettings()
    {
        var read = DaemonSettings.Read(settings.Now.Path);
        if (!read.IsValid)
        {
            foreach (var problem in read.Problems)
            {
                LogProblem(problem.ToString(), problem.Excerpt);
            }

            LogSettingsKept(settings.Now.Path, $"{read.Problems.Count} problems");
            return false;
        }

        if (read.Sha256 == settings.Now.Sha256 || read.Settings == settings.Now.Settings)
        {
            return false;
        }

        if ((SettingsTrust.Distrust(read.Path) ?? SettingsInForce.NeedsRestart(settings.Now.Settings!, read.Settings)) is { } why)
        {
            LogSettingsKept(read.Path, why);
            return false;
        }

        settings.Next = read;
        LogAnew(read.Path);
        return true;
    }

    private void Ask()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // Asked already, and not begun yet.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}\n{Excerpt}")]
    private partial void LogProblem(string problem, string excerpt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The settings in {File} are not taken over, those in force stay: {Why}")]
    private partial void LogSettingsKept(string file, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The settings in {File} have changed: beginning anew with them")]
    private partial void LogAnew(string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "The new rules have {Count} problems; those in force stay")]
    private partial void LogKept(int count);
}
