using System.Text.Json.Serialization;

namespace EventOps.Bench.Growth;

/// <param name="Wanted">The most that it may be; null for a figure that is only shown.</param>
internal sealed record Figure(string What, double Value, string Unit, double? Wanted, bool? IsMet);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<Figure>))]
internal sealed partial class ReportJson : JsonSerializerContext;
