using System.Text.Json.Serialization;

namespace EventOps.Linux.Capture;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CapturedFrame))]
internal sealed partial class CaptureJson : JsonSerializerContext;
