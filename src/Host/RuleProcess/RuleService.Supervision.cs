using System.Threading.Channels;
using EventOps.Model;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.RuleProcess;

/// <summary>What happens when a rule process ends: the rule that did it is found and parked, and the others go on.</summary>
internal sealed partial class RuleService
{
    private const int SigKill = 9;

    /// <summary>Deaths that no rule can be found for, within <see cref="UnknownWithin"/>, until the file changed last is taken for the cause.</summary>
    private const int UnknownDeaths = 3;

    private static readonly TimeSpan UnknownWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<RuleProcessLink> _links = Channel.CreateUnbounded<RuleProcessLink>();
    private readonly Queue<long> _unknown = new();
    private string? _lastChanged;

    private async Task SuperviseAsync()
    {
        try
        {
            await foreach (var watched in _links.Reader.ReadAllAsync(_stopping.Token))
            {
                await watched.Ended.WaitAsync(_stopping.Token);
                if (_link == watched)
                {
                    await AfterDeathAsync(watched, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The daemon ends.
        }
    }

    private async Task AfterDeathAsync(RuleProcessLink dead, CancellationToken cancellationToken)
    {
        var death = await dead.DeathAsync();
        await _swapping.WaitAsync(cancellationToken);
        try
        {
            if (_link != dead)
            {
                return;
            }

            _link = null;
            LogEnded(dead.ProcessId, death.Status.ToString());
            await dead.DisposeAsync();
            await BlameAsync(death, cancellationToken);
            await RelaunchAsync(cancellationToken);
        }
        finally
        {
            _swapping.Release();
        }
    }

    private async Task BlameAsync(RuleProcessDeath death, CancellationToken cancellationToken)
    {
        var how = death.WasStuck ? "it did not come to an end, and its process was ended" : $"it brought the rule process down ({death.Status})";
        var culprit = IsFromOutside(death) ? null : death.Culprit;
        if (culprit is null && IsWorthTrying(death))
        {
            culprit = await _launcher.FindCulpritAsync(_manifest!, death.Done, cancellationToken);
        }

        _inbox.Post(new RuleFaulted(culprit?.Rule ?? "", "the process", $"{how}; the last event dealt with was {death.Done}"), Source);
        if (culprit is { Rule: { } rule })
        {
            Park(new RuleParked(rule, culprit.File, culprit.Sha256, how), isInProcess: false);
            return;
        }

        _unknown.Enqueue(_time.GetTimestamp());
        while (_time.GetElapsedTime(_unknown.Peek()) > UnknownWithin)
        {
            _unknown.Dequeue();
        }

        if (_unknown.Count >= UnknownDeaths)
        {
            _unknown.Clear();
            ParkLastChanged();
        }
    }

    /// <summary>A process killed from outside comes back at once; only when that happens again are the rules looked at.</summary>
    private bool IsWorthTrying(RuleProcessDeath death) => !IsFromOutside(death) || _unknown.Count > 0;

    /// <summary>No rule can bring SIGKILL about: whichever ran then is not to blame.</summary>
    private static bool IsFromOutside(RuleProcessDeath death) =>
        !death.WasStuck && death.Status is { Kind: Linux.Processes.ExitKind.Killed, Value: SigKill };

    private void ParkLastChanged()
    {
        var file = _manifest!.Files.FirstOrDefault(f => f.File == _lastChanged)
            ?? _manifest.Files.MaxBy(f => File.GetLastWriteTimeUtc(Path.Combine(_folder, f.File)));
        foreach (var rule in file?.Rules ?? [])
        {
            Park(
                new RuleParked(rule.Name, file!.File, file.Sha256, $"the rule process ended {UnknownDeaths} times for no cause that shows, and this file was changed last"),
                isInProcess: false);
        }
    }

    private async Task RelaunchAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            _manifest = _manifest! with { Parked = _register.ParkedIn(_manifest) };
            var launch = await _launcher.LaunchAsync(_manifest, cancellationToken);
            if (launch.Link is not null)
            {
                await SwapInAsync(launch, cancellationToken);
                return;
            }

            foreach (var problem in launch.Problems)
            {
                LogNotRestarted(problem, Duration.Format(pause));
            }

            await Task.Delay(pause, _time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule process {ProcessId} ended ({Status}); another is started")]
    private partial void LogEnded(int processId, string status);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rule process could not be started anew: {Problem}; tried again in {Pause}")]
    private partial void LogNotRestarted(RuleProblem problem, string pause);
}
