using System.Text.Json.Serialization;
using EventOps.Host.Control;

namespace EventOps.Host.Commands;

/// <summary>How commands print JSON: camelCase, enums by name, two spaces.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(VersionText))]
[JsonSerializable(typeof(Linux.Capture.FrameSource))]
[JsonSerializable(typeof(ConfigCheckText))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(RulesCheckText))]
[JsonSerializable(typeof(WhyText))]
[JsonSerializable(typeof(Doctor.DoctorReport))]
[JsonSerializable(typeof(IReadOnlyList<Model.RuleSummary>))]
[JsonSerializable(typeof(IReadOnlyList<Rules.Process.RuleShape>))]
internal sealed partial class CommandJson : JsonSerializerContext;
