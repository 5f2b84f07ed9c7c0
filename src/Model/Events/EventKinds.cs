using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventOps.Model;

/// <summary>The journal's name for each kind of event, and how its payload is written. Names are never reused for another meaning.</summary>
public static class EventKinds
{
    private const string Sample = "volume.sampled";
    private const string Settings = "settings.loaded";

    /// <summary>Asked for when a kind is first met: to make all of them would take a good part of a start, and a host meets few.</summary>
    private static readonly Dictionary<string, Func<EventJson, JsonTypeInfo>> ByKind = new(StringComparer.Ordinal);
    private static readonly Dictionary<Type, string> ByType = [];

    static EventKinds()
    {
        Add("daemon.started", static json => json.DaemonStarted);
        Add("daemon.stopping", static json => json.DaemonStopping);
        Add(Settings, static json => json.SettingsLoaded);
        Add("rules.loaded", static json => json.RulesLoaded);
        Add("rules.refused", static json => json.RulesRefused);
        Add("rule.faulted", static json => json.RuleFaulted);
        Add("rule.promoted", static json => json.RulePromoted);
        Add("rule.parked", static json => json.RuleParked);
        Add("rule.unparked", static json => json.RuleUnparked);
        Add("rule.state-lost", static json => json.RuleStateLost);
        Add("rules.state", static json => json.RuleStateKept);
        Add("sensor.gap", static json => json.SensorGap);
        Add("sensor.failed", static json => json.SensorFailed);
        Add("sensor.recovered", static json => json.SensorRecovered);
        Add("clock.tick", static json => json.ClockTick);
        Add("mount.changed", static json => json.MountChanged);
        Add("block.changed", static json => json.BlockDeviceChanged);
        Add("volume.found", static json => json.VolumeFound);
        Add("volume.lost", static json => json.VolumeLost);
        Add(Sample, static json => json.VolumeSampled);
        Add("volume.readiness", static json => json.VolumeReadinessChanged);
        Add("network.link", static json => json.LinkChanged);
        Add("network.address", static json => json.AddressChanged);
        Add("network.route", static json => json.RouteChanged);
        Add("network.rule", static json => json.RoutingRuleChanged);
        Add("network.neighbour", static json => json.NeighbourChanged);
        Add("network.parameter", static json => json.ParameterRead);
        Add("network.tunnel", static json => json.TunnelChanged);
        Add("network.peer", static json => json.PeerChanged);
        Add("network.filter", static json => json.FilterRuleChanged);
        Add("network.own-filter", static json => json.OwnFilterRead);
        Add("network.file", static json => json.NetworkFileRead);
        Add("network.listener", static json => json.ListenerRead);
        Add("network.reach", static json => json.ReachChanged);
        Add("network.xdp", static json => json.XdpProgramChanged);
        Add("network.stray", static json => json.StrayTunnelChanged);
        Add("network.port", static json => json.PortHolderChanged);
        Add("network.path", static json => json.PathMeasured);
        Add("network.read", static json => json.NetworkRead);
        Add("network.looked", static json => json.NetworkLooked);
        Add("lvm.reported", static json => json.LvmReported);
        Add("disk.seen", static json => json.PoolDiskSeen);
        Add("mount.seen", static json => json.MountSeen);
        Add("folder.seen", static json => json.FolderSeen);
        Add("files.deleted", static json => json.DeletedFilesSeen);
        Add("unit.seen", static json => json.BootUnitSeen);
        Add("storage.looked", static json => json.StorageLooked);
        Add("intent.proposed", static json => json.IntentProposed);
        Add("guard.verdict", static json => json.GuardVerdict);
        Add("proposal.approved", static json => json.ProposalApproved);
        Add("action.started", static json => json.ActionStarted);
        Add("step.started", static json => json.StepStarted);
        Add("step.finished", static json => json.StepFinished);
        Add("action.finished", static json => json.ActionFinished);
        Add("resource.contended", static json => json.ResourceContended);
        Add("alarm.raised", static json => json.AlarmRaised);
        Add("alarm.cleared", static json => json.AlarmCleared);
        Add("journal.segment", static json => json.JournalSegment);
        Add("journal.gap", static json => json.JournalGap);
        Add("journal.torn", static json => json.JournalTorn);
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
    public static void WritePayload(Utf8JsonWriter writer, Event e) => JsonSerializer.Serialize(writer, e, ByKind[Of(e)](EventJson.Default));

    /// <param name="payload">Its bytes, and nothing after them.</param>
    /// <returns>The event, with <paramref name="at"/> for its time; null when this version does not know the kind.</returns>
    /// <exception cref="JsonException">The payload does not fit the kind.</exception>
    public static Event? ReadPayload(string kind, ReadOnlySpan<byte> payload, DateTimeOffset at) =>
        kind == Sample && SamplePayload.TryRead(payload, at) is { } sample ? sample
            : kind == Settings ? OlderSettings.Read(payload) with { At = at }
            : !ByKind.TryGetValue(kind, out var type) ? null
            : JsonSerializer.Deserialize(payload, type(EventJson.Default)) is Event e ? e with { At = at }
            : throw new JsonException($"the payload of a {kind} is missing");

    private static void Add<T>(string kind, Func<EventJson, JsonTypeInfo<T>> type)
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
[JsonSerializable(typeof(NeighbourChanged))]
[JsonSerializable(typeof(ParameterRead))]
[JsonSerializable(typeof(TunnelChanged))]
[JsonSerializable(typeof(PeerChanged))]
[JsonSerializable(typeof(FilterRuleChanged))]
[JsonSerializable(typeof(OwnFilterRead))]
[JsonSerializable(typeof(NetworkFileRead))]
[JsonSerializable(typeof(ListenerRead))]
[JsonSerializable(typeof(ReachChanged))]
[JsonSerializable(typeof(XdpProgramChanged))]
[JsonSerializable(typeof(StrayTunnelChanged))]
[JsonSerializable(typeof(PortHolderChanged))]
[JsonSerializable(typeof(PathMeasured))]
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
