using System.Text;
using System.Text.Json;

namespace EventOps.Model.Tests;

/// <summary>Payloads that are not left to the serializer alone: what comes out is what it would have said.</summary>
public sealed class PayloadReadingTests
{
    private const string Sampled = "volume.sampled";

    [Fact]
    public void Readings_are_read_as_the_serializer_reads_them_whatever_is_done_to_their_bytes()
    {
        var random = new Random(20_260_301);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(Sample(random), EventJson.Default.VolumeSampled);
            if (i % 2 == 1)
            {
                var place = random.Next(json.Length);
                json[place] = random.Next(3) == 0 ? (byte)random.Next(256) : "0123456789-+.eE\",:{} \\tf"u8[random.Next(24)];
                json = random.Next(8) == 0 ? json[..place] : json;
            }

            // What is not UTF-8 does not come so far.
            if (System.Text.Unicode.Utf8.IsValid(json))
            {
                var (expected, actual) = (Try(() => JsonSerializer.Deserialize(json, EventJson.Default.VolumeSampled)), Try(() => (VolumeSampled?)EventKinds.ReadPayload(Sampled, json, default)));
                Assert.True(Equals(expected, actual), $"{Encoding.UTF8.GetString(json)}\n{expected}\n{actual}");
                read += actual is null ? 0 : 1;
            }
        }

        Assert.True(read > 10_000, $"{read} were read");
    }

    [Fact]
    public void Settings_from_before_a_field_was_known_have_the_value_that_a_file_without_it_has()
    {
        var whole = new SettingsLoaded("f", "", ActingMode.Act, [new VolumePolicy { Volume = "data", Ceiling = Bytes.FromGiB(8), GrowAt = new Percent(70) }])
        {
            Guard = new GuardPolicy { ActionsPerHour = 7 },
            Storage = new StoragePolicy { Mounts = [new MountPolicy { Path = "/a", Device = "/dev/a", FileSystem = "xfs" }], Pools = [new PoolPolicy { Name = "vg0" }] },
        };
        var json = JsonSerializer.SerializeToNode(whole, EventJson.Default.SettingsLoaded)!;
        foreach (var gone in (string[])["growBelow", "step", "cooldown", "emergencyGrowths", "horizon", "fastestFill", "growAtInodes", "atLeast", "reserve"])
        {
            json["volumes"]![0]!.AsObject().Remove(gone);
        }

        json["guard"]!.AsObject().Remove("rounds");
        json["storage"]!.AsObject().Remove("folders");
        json["storage"]!["mounts"]![0]!.AsObject().Remove("isInFstab");
        json["storage"]!["mounts"]![0]!.AsObject().Remove("options");
        var read = (SettingsLoaded)EventKinds.ReadPayload("settings.loaded", Encoding.UTF8.GetBytes(json.ToJsonString()), default)!;
        Assert.Equal(whole.Volumes, read.Volumes);
        Assert.Equal(whole.Guard, read.Guard);
        Assert.Equal(whole.Storage, read.Storage);
    }

    private static VolumeSampled? Try(Func<VolumeSampled?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static VolumeSampled Sample(Random random)
    {
        long Number() => random.Next(4) == 0 ? random.Next(3) : random.NextInt64() >> random.Next(60);
        string[] names = ["data", "/srv/a b", "", "Büro", "a\\b", "tab\t", "\"", "/mnt/data/very/long/name/of/a/volume", "\u0001"];
        return new VolumeSampled(
            names[random.Next(names.Length)], new(Number()), new(Number()), new(Number()), Number(), Number(), new(Number()), new(Number()), new(Number()), new(-Number()), random.Next(2) == 0,
            random.Next(3) switch { 0 => null, 1 => new TimeSpan(Number()), _ => TimeSpan.FromSeconds(random.Next(100_000)) });
    }
}
