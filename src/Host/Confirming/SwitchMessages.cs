using System.Text.Json.Serialization;
using EventOps.Actuators.Network.Reversals;

namespace EventOps.Host.Confirming;

/// <summary>What the daemon tells the process that holds the undoing; one JSON object a line.</summary>
/// <param name="Action">The action whose change is meant.</param>
/// <param name="File">Where the change is written down (<see cref="UnconfirmedChanges"/>); empty for nowhere.</param>
internal sealed record SwitchOrder(SwitchVerb Verb, long Action, int WithinMilliseconds, IReadOnlyList<Reversal> Reversals, string File = "");

/// <param name="Failure">What could not be done; empty when all was.</param>
internal sealed record SwitchAnswer(long Action, string Failure);

[JsonConverter(typeof(JsonStringEnumConverter<SwitchVerb>))]
internal enum SwitchVerb
{
    /// <summary>Take this back unless told otherwise in time.</summary>
    Arm,

    /// <summary>It holds: forget it.</summary>
    Disarm,

    /// <summary>Take it back now.</summary>
    TakeBack,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SwitchOrder))]
[JsonSerializable(typeof(SwitchAnswer))]
[JsonSerializable(typeof(UnconfirmedChange))]
internal sealed partial class SwitchJson : JsonSerializerContext;
