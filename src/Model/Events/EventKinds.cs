using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventOps.Model;

/// <summary>The journal's name for each kind of event, and how its payload is written. Names are never reused for another meaning.</summary>
public static class EventKinds
{
    private const string Sample = "volume.sampled";
    private const string Settings = "settings.loaded";

    private static readonly Dictionary<string, JsonTypeInfo> ByKind = new(StringComparer.Ordinal);
    private static readonly Dictionary<Type, string> ByType = [];

    static EventKinds()
    {
        var json = EventJson.Default;
        Add("daemon.started", json.DaemonStarted);
        Add("daemon.stopping", json.DaemonStopping);
        Add(Settings, json.SettingsLoaded);
        Add("rules.loaded", json.RulesLoaded);
        Add("rules.refused", json.RulesRefused);
        Add("rule.faulted", json.RuleFaulted);
        Add("rule.promoted", json.RulePromoted);
        Add("rule.parked", json.RuleParked);
        Add("rule.unparked", json.RuleUnparked);
        Add("rule.state-lost", json.RuleStateLost);
        Add("rules.state", json.RuleStateKept);
        Add("sensor.gap", json.SensorGap);
        Add("sensor.failed", json.SensorFailed);
        Add("sensor.recovered", json.SensorRecovered);
        Add("clock.tick", json.ClockTick);
        Add("mount.changed", json.MountChanged);
        Add("block.changed", json.BlockDeviceChanged);
        Add("volume.found", json.VolumeFound);
        Add("volume.lost", json.VolumeLost);
        Add(Sample, json.VolumeSampled);
        Add("volume.readiness", json.VolumeReadinessChanged);
        Add("network.link", json.LinkChanged);
        Add("network.address", json.AddressChanged);
        Add("network.route", json.RouteChanged);
        Add("network.rule", json.RoutingRuleChanged);
        Add("network.parameter", json.ParameterRead);
        Add("network.tunnel", json.TunnelChanged);
        Add("network.peer", json.PeerChanged);
        Add("network.filter", json.FilterRuleChanged);
        Add("network.own-filter", json.OwnFilterRead);
        Add("network.file", json.NetworkFileRead);
        Add("network.reach", json.ReachChanged);
        Add("network.read", json.NetworkRead);
        Add("network.looked", json.NetworkLooked);
        Add("lvm.reported", json.LvmReported);
        Add("disk.seen", json.PoolDiskSeen);
        Add("mount.seen", json.MountSeen);
        Add("folder.seen", json.FolderSeen);
        Add("files.deleted", json.DeletedFilesSeen);
        Add("unit.seen", json.BootUnitSeen);
        Add("storage.looked", json.StorageLooked);
        Add("intent.proposed", json.IntentProposed);
        Add("guard.verdict", json.GuardVerdict);
        Add("proposal.approved", json.ProposalApproved);
        Add("action.started", json.ActionStarted);
        Add("step.started", json.StepStarted);
        Add("step.finished", json.StepFinished);
        Add("action.finished", json.ActionFinished);
        Add("resource.contended", json.ResourceContended);
        Add("alarm.raised", json.AlarmRaised);
        Add("alarm.cleared", json.AlarmCleared);
        Add("journal.segment", json.JournalSegment);
        Add("journal.gap", json.JournalGap);
        Add("journal.torn", json.JournalTorn);
    }

    /// <summary>Every kind known to this version.</summary>
    public static IReadOnlyCollection<string> All => ByKind.Keys;

    /// <exception cref="ArgumentException">The event's type has no name here: a bug.</exception>
    public static string Of(Event e) =>
        ByType.TryGetValue(e.GetType(), out var kind) ? kind : throw new ArgumentException($"{e.GetType().Name} has no kind in {nameof(EventKinds)}", nameof(e));

    /// <summary>
    /// Whether the rule process gets to see it. What the rules themselves said, and how the guard took it, they see as actions and alarms only;
    /// that a rule is parked is for the process itself.
    /// </summary>
    public static bool IsForRules(Event e) =>
        e is not (IntentProposed or GuardVerdict or StepStarted or StepFinished or RuleFaulted or RulesLoaded or RulesRefused
            or RulePromoted or ProposalApproved or RuleStateKept or RuleStateLost);

    /// <summary>Writes the payload alone: a JSON object without time, kind or envelope.</summary>
    public static void WritePayload(Utf8JsonWriter writer, Event e) => JsonSerializer.Serialize(writer, e, ByKind[Of(e)]);

    /// <param name="payload">Its bytes, and nothing after them.</param>
    /// <returns>The event, with <paramref name="at"/> for its time; null when this version does not know the kind.</returns>
    /// <exception cref="JsonException">The payload does not fit the kind.</exception>
    public static Event? ReadPayload(string kind, ReadOnlySpan<byte> payload, DateTimeOffset at) =>
        kind == Sample && SamplePayload.TryRead(payload, at) is { } sample ? sample
            : kind == Settings ? OlderSettings.Read(payload) with { At = at }
            : !ByKind.TryGetValue(kind, out var type) ? null
            : JsonSerializer.Deserialize(payload, type) is Event e ? e with { At = at }
            : throw new JsonException($"the payload of a {kind} is missing");

    private static void Add<T>(string kind, JsonTypeInfo<T> type)
        where T : Event
    {
        ByKind.Add(kind, type);
        ByType.Add(typeof(T), kind);
    }
}

/// <summary>How events are written in journals: camelCase, enums by name, nothing for nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DaemonStarted))]
[JsonSerializable(typeof(DaemonStopping))]
[JsonSerializable(typeof(SettingsLoaded))]
[JsonSerializable(typeof(RulesLoaded))]
[JsonSerializable(typeof(RulesRefused))]
[JsonSerializable(typeof(RuleFaulted))]
[JsonSerializable(typeof(RulePromoted))]
[JsonSerializable(typeof(RuleParked))]
[JsonSerializable(typeof(RuleUnparked))]
[JsonSerializable(typeof(RuleStateLost))]
[JsonSerializable(typeof(RuleStateKept))]
[JsonSerializable(typeof(SensorGap))]
[JsonSerializable(typeof(SensorFailed))]
[JsonSerializable(typeof(SensorRecovered))]
[JsonSerializable(typeof(ClockTick))]
[JsonSerializable(typeof(MountChanged))]
[JsonSerializable(typeof(BlockDeviceChanged))]
[JsonSerializable(typeof(VolumeFound))]
[JsonSerializable(typeof(VolumeLost))]
[JsonSerializable(typeof(VolumeSampled))]
[JsonSerializable(typeof(VolumeReadinessChanged))]
[JsonSerializable(typeof(LinkChanged))]
[JsonSerializable(typeof(AddressChanged))]
[JsonSerializable(typeof(RouteChanged))]
[JsonSerializable(typeof(RoutingRuleChanged))]
[JsonSerializable(typeof(ParameterRead))]
[JsonSerializable(typeof(TunnelChanged))]
[JsonSerializable(typeof(PeerChanged))]
[JsonSerializable(typeof(FilterRuleChanged))]
[JsonSerializable(typeof(OwnFilterRead))]
[JsonSerializable(typeof(NetworkFileRead))]
[JsonSerializable(typeof(ReachChanged))]
[JsonSerializable(typeof(NetworkRead))]
[JsonSerializable(typeof(NetworkLooked))]
[JsonSerializable(typeof(LvmReported))]
[JsonSerializable(typeof(PoolDiskSeen))]
[JsonSerializable(typeof(MountSeen))]
[JsonSerializable(typeof(FolderSeen))]
[JsonSerializable(typeof(DeletedFilesSeen))]
[JsonSerializable(typeof(BootUnitSeen))]
[JsonSerializable(typeof(StorageLooked))]
[JsonSerializable(typeof(IntentProposed))]
[JsonSerializable(typeof(GuardVerdict))]
[JsonSerializable(typeof(ProposalApproved))]
[JsonSerializable(typeof(ActionStarted))]
[JsonSerializable(typeof(StepStarted))]
[JsonSerializable(typeof(StepFinished))]
[JsonSerializable(typeof(ActionFinished))]
[JsonSerializable(typeof(ResourceContended))]
[JsonSerializable(typeof(AlarmRaised))]
[JsonSerializable(typeof(AlarmCleared))]
[JsonSerializable(typeof(JournalSegment))]
[JsonSerializable(typeof(JournalGap))]
[JsonSerializable(typeof(JournalTorn))]
[JsonSerializable(typeof(Intent))]
public sealed partial class EventJson : JsonSerializerContext;
