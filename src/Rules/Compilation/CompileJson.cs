using System.Text.Json.Serialization;

namespace EventOps.Rules.Compilation;

/// <summary>How requests, answers and the heads of cache entries are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(CompileResponse))]
[JsonSerializable(typeof(CompiledRuleFile))]
public sealed partial class CompileJson : JsonSerializerContext;
