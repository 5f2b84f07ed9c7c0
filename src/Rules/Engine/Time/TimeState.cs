using System.Text.Json.Serialization;

namespace EventOps.Rules.Engine.Time;

/// <summary>What an operator remembers of one match.</summary>
internal sealed class TimeState
{
    [JsonPropertyName("on")]
    public bool On { get; set; }

    /// <summary>A moment in ticks: since when something holds, or when it last happened.</summary>
    [JsonPropertyName("since")]
    public long? Since { get; set; }

    [JsonPropertyName("samples")]
    public List<TimeSample>? Samples { get; set; }

    /// <summary>When time alone may change the answer.</summary>
    [JsonIgnore]
    public long? Due { get; set; }

    /// <summary>For a value computed over time.</summary>
    [JsonIgnore]
    public double Value { get; set; }
}

/// <summary>A number at a moment.</summary>
internal readonly record struct TimeSample([property: JsonPropertyName("t")] long At, [property: JsonPropertyName("v")] double Value);
