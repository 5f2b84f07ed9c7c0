using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventOps.Model;

/// <summary>
/// Reads settings that were journalled before some field of theirs was known: the field has the value that it has in a settings file
/// that does not mention it. The serializer itself would make it zero.
/// </summary>
internal static class OlderSettings
{
    private static readonly JsonObject Defaults = Of(new SettingsLoaded("", "", ActingMode.Observe, [new VolumePolicy { Volume = "", Ceiling = Bytes.Zero }])
    {
        Guard = GuardPolicy.Default,
        Storage = new StoragePolicy { Mounts = [new MountPolicy { Path = "", Device = "", FileSystem = "" }] },
    });

    /// <exception cref="JsonException">It is no JSON object, or does not fit.</exception>
    public static SettingsLoaded Read(ReadOnlySpan<byte> payload)
    {
        if (JsonNode.Parse(payload) is not JsonObject given)
        {
            throw new JsonException("the payload of a settings.loaded is no object");
        }

        Complete(given["guard"], Defaults["guard"]!);
        CompleteEach(given["volumes"], Defaults["volumes"]![0]!);
        Complete(given["storage"], Defaults["storage"]!);
        CompleteEach((given["storage"] as JsonObject)?["mounts"], Defaults["storage"]!["mounts"]![0]!);
        return given.Deserialize(EventJson.Default.SettingsLoaded) ?? throw new JsonException("the payload of a settings.loaded is missing");
    }

    private static void CompleteEach(JsonNode? given, JsonNode defaults)
    {
        foreach (var each in given as JsonArray ?? [])
        {
            Complete(each, defaults);
        }
    }

    private static void Complete(JsonNode? given, JsonNode defaults)
    {
        if (given is not JsonObject some)
        {
            return;
        }

        foreach (var (name, value) in defaults.AsObject())
        {
            // What has no value of its own, such as a name, is asked for by the serializer.
            if (!some.ContainsKey(name) && name is not ("volume" or "ceiling" or "path" or "device" or "fileSystem"))
            {
                some[name] = value is JsonArray ? new JsonArray() : value?.DeepClone();
            }
        }
    }

    private static JsonObject Of(SettingsLoaded settings) => JsonSerializer.SerializeToNode(settings, EventJson.Default.SettingsLoaded)!.AsObject();
}
