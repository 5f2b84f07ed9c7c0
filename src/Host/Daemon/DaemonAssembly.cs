using EventOps.Actuators;
using EventOps.Actuators.Storage;
using EventOps.Actuators.Volumes;
using EventOps.Host.Actions;
using EventOps.Host.Guard;
using EventOps.Host.Pipeline;
using EventOps.Host.RuleProcess;
using EventOps.Host.Settings;
using EventOps.Journal;
using EventOps.Linux.Lvm;
using EventOps.Linux.Processes;
using EventOps.Sensors.Blocks;
using EventOps.Sensors.Mounts;
using EventOps.Sensors.Storage;
using EventOps.Sensors.Volumes;
using Microsoft.Extensions.Logging;

namespace EventOps.Host.Daemon;

/// <summary>Puts the daemon together: the one way through the house, from sensors to actuators.</summary>
internal static class DaemonAssembly
{
    /// <summary>How often lists of mounts and devices are read although nothing told of a change.</summary>
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    /// <summary>How often all of the storage is looked at: what was put off for a while is taken up again then.</summary>
    private static readonly TimeSpan StorageResync = TimeSpan.FromMinutes(1);

    /// <exception cref="StartRefusedException">The journal or the network namespace of the settings cannot be used.</exception>
    public static DaemonParts Build(SettingsResult read, TimeProvider time, ILoggerFactory logs)
    {
        var settings = read.Settings!;
        var inbox = new Inbox();
        var ruleLog = logs.CreateLogger<RuleService>();
        var ruleOptions = new RuleServiceOptions(RuleUser.Find(settings.Rules.User), settings.Rules.Memory, settings.Rules.AnswerWithin)
        {
            RuntimeFolder = settings.RuntimeFolder,
            StateFolder = settings.StateFolder,
            NewRules = settings.Rules.NewRules,
        };

        // Its runtime starts while the journal is read: each takes about as long as the other.
        var ruleProcess = RuleLauncher.Begin(ruleOptions, inbox, time, ruleLog);
        try
        {
            var files = new RuleFiles(settings.RulesFolder, Path.Combine(settings.CacheFolder, "rules"))
            {
                KeepCompilerFor = TimeSpan.FromSeconds(30),
                CompileWithin = settings.Rules.AnswerWithin * 60,
                Time = time,
            };
            return Connect(read, time, inbox, (board, clock) => new RuleService(files, ruleOptions, inbox, board, clock, time, ruleLog, ruleProcess));
        }
        catch
        {
            _ = RuleLauncher.EndAsync(ruleProcess);
            throw;
        }
    }

    private static DaemonParts Connect(SettingsResult read, TimeProvider time, Inbox inbox, Func<EventBoard, StreamClock, RuleService> makeRules)
    {
        var settings = read.Settings!;
        var (board, guard) = (new EventBoard(), new ActionGuard());
        var journal = OpenJournal(settings, time);
        var clock = new StreamClock(time, journal.LastAt);
        var recovery = new Recovery(guard, board);
        recovery.Read(settings.Journal.Folder, journal.LastAt);

        var policies = settings.Volumes.ToDictionary(v => v.Volume, StringComparer.Ordinal);
        var commands = CommandOptions.Storage with { TimeLimit = settings.Commands.TimeLimit };
        var lvm = new LvmTool(new LvmOptions
        {
            // A report holds the group's lock for a moment, our own as well as anyone's lvs(8): a growth that fell into it would
            // fail for nothing. The time limit bounds the wait, and an lvm that waits for a lock ends cleanly when asked to.
            Config = "global/wait_for_locks=1",
            Run = commands,
        });
        var saves = Path.Combine(settings.StateFolder, "saved");
        var metadata = new MetadataSaves(lvm, saves);
        var growth = new VolumeGrowth(policies.GetValueOrDefault, new VolumeGroupView(lvm, metadata), settings.Commands.TimeLimit, time);
        var network = settings.Network is { } wanted ? NetworkParts.Of(wanted, commands, settings.StateFolder, time) : null;
        var storage = new StorageHand(lvm, metadata, saves, commands);
        var executor = new ActionExecutor([growth, storage, .. network?.Hands ?? []], inbox, new JournalDurability(journal), time, network?.Confirmation);
        var rules = makeRules(board, clock);
        var pipeline = new EventPipeline(inbox, journal, clock, board, guard, rules, executor);
        return new DaemonParts(
            settings,
            read.Loaded(),
            journal,
            inbox,
            board,
            guard,
            pipeline,
            rules,
            executor,
            network?.Confirmation,
            recovery,
            new Rehearsal(growth, settings.Volumes, time),
            new ReadinessWatch(growth, settings.Volumes, inbox),
            [new MountSensor(Resync), new BlockDeviceSensor(Resync)],
            [new StorageSensor(settings.Storage, lvm, StorageResync, time), .. network?.Sensors ?? []],
            new VolumeSensor(
                settings.Volumes,
                new SamplingDeadline(settings.Sampling.Fastest, settings.Sampling.Slowest),
                settings.Sampling.StuckAfter,
                time));
    }

    private static JournalWriter OpenJournal(DaemonSettings settings, TimeProvider time)
    {
        try
        {
            return JournalWriter.Open(
                settings.Journal.Folder,
                new JournalWriterOptions
                {
                    SegmentSize = settings.Journal.Segment,
                    TotalSize = settings.Journal.Budget,
                    TotalAge = settings.Journal.KeepFor,
                    FreeFloor = settings.Journal.KeepFree,
                },
                time);
        }
        catch (Exception e) when (e is JournalStorageException or JournalFaultException)
        {
            throw new StartRefusedException(ExitCodes.Failed, $"the journal cannot be used: {e.Message}");
        }
    }
}
