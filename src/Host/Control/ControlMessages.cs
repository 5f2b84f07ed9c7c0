using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Host.Control;

/// <summary>What the control socket can be asked. A closed list: anything else is refused.</summary>
internal enum ControlVerb
{
    /// <summary>How everything is. For the daemon's user, root, and the socket's group.</summary>
    Status,

    /// <summary>Read, compile and load the rules anew. For the daemon's user and root.</summary>
    ReloadRules,

    /// <summary>Let a rule act that observes so far. For the daemon's user and root; answers how many were promoted.</summary>
    PromoteRule,

    /// <summary>Say yes to a proposal by its name. For the daemon's user and root; answers whether there is one of that name.</summary>
    Approve,
}

/// <param name="Name">What it is about, for verbs that are about one thing.</param>
internal sealed record ControlQuestion([property: JsonRequired] ControlVerb Verb, string? Name = null);

/// <param name="Error">Why there is no answer; null when there is.</param>
/// <param name="Answer">In JSON; its shape depends on the verb.</param>
internal sealed record ControlAnswer(string? Error = null, JsonElement? Answer = null);

/// <summary>Questions come from outside: unknown members and deep nesting are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    MaxDepth = 32,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlQuestion))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(IReadOnlyList<Model.RuleProblem>))]
internal sealed partial class ControlJson : JsonSerializerContext;
