using System.Text.Json.Serialization;

namespace EventOps.Rules.Engine.Time;

/// <summary>All that time operators remember, as it is written.</summary>
internal sealed class TimeStateFile
{
    [JsonPropertyName("version")]
    public int Version { get; set; } = 1;

    [JsonPropertyName("now")]
    public long Now { get; set; }

    /// <summary>By rule, operator and facts.</summary>
    [JsonPropertyName("states")]
    public SortedDictionary<string, TimeState> States { get; set; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TimeStateFile))]
internal sealed partial class TimeStateJson : JsonSerializerContext;
