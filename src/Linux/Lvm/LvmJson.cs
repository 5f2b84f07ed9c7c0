using System.Text.Json.Serialization;

namespace EventOps.Linux.Lvm;

/// <summary>The shape of <c>lvm fullreport --reportformat json</c>: every value is a string, and unknown ones are passed over.</summary>
internal sealed record LvmJson(List<LvmJson.Part?>? Report)
{
    internal sealed record Part(List<Row?>? Vg, List<Row?>? Lv, List<Row?>? Pv);

    /// <summary>One object of any kind: field name to value.</summary>
    internal sealed class Row : Dictionary<string, System.Text.Json.JsonElement>;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(LvmJson))]
internal sealed partial class LvmJsonContext : JsonSerializerContext;
