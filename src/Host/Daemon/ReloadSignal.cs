using System.Runtime.InteropServices;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Daemon;

/// <summary>SIGHUP: the rules are read anew. Many signals in a row make one reload after the one that runs.</summary>
internal sealed partial class ReloadSignal(DaemonParts parts, ILogger<ReloadSignal> log) : BackgroundService
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Ask();
        });
        while (true)
        {
            await _asked.WaitAsync(stoppingToken);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The new rules have {Count} problems; those in force stay")]
    private partial void LogKept(int count);
}
