using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventOps.Model.Tests;

public sealed class EventTests
{
    public static TheoryData<string> Kinds => [.. EventKinds.All.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_event_survives_being_written_and_read(string kind)
    {
        var e = EventSamples.Of(kind);
        var json = Write(e);
        var read = EventKinds.ReadPayload(kind, json, e.At);

        Assert.IsType(e.GetType(), read);
        Assert.Equal(e.At, read!.At);
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(Write(read)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_payload_cut_off_anywhere_is_never_taken_for_a_whole_one(string kind)
    {
        var json = Write(EventSamples.Of(kind));
        for (var length = 0; length < json.Length; length++)
        {
            Assert.ThrowsAny<JsonException>(() => EventKinds.ReadPayload(kind, json.AsSpan(0, length), default));
        }
    }

    [Theory]
    [InlineData("volume.lost", """{"volume":"data"}""")]
    [InlineData("volume.lost", """{"volume":null,"reason":"x"}""")]
    [InlineData("volume.lost", "null")]
    [InlineData("volume.lost", "[]")]
    [InlineData("guard.verdict", """{"intentSequence":1,"resource":"r","verdict":"Perhaps","reason":""}""")]
    [InlineData("action.started", """{"intentSequence":1,"intent":{"want":"shell","because":"x"},"steps":[]}""")]
    [InlineData("volume.readiness", """{"volume":"v","obstacles":[],"room":1.5}""")]
    public void A_payload_that_does_not_fit_its_kind_is_refused(string kind, string payload) =>
        Assert.ThrowsAny<Exception>(() => EventKinds.ReadPayload(kind, Encoding.UTF8.GetBytes(payload), default));

    [Fact]
    public void A_kind_from_a_later_version_is_not_an_error() => Assert.Null(EventKinds.ReadPayload("volume.shrunk", "{}"u8, default));

    [Fact]
    public void Names_of_kinds_are_lower_case_and_of_two_parts() =>
        Assert.All(EventKinds.All, kind => Assert.Matches("^[a-z]+\\.[a-z-]+$", kind));

    [Fact]
    public void Rules_see_neither_their_own_proposals_nor_verdicts()
    {
        string[] hidden =
        [
            "intent.proposed", "guard.verdict", "step.started", "step.finished", "rule.faulted", "rules.loaded", "rules.refused",
            "rule.promoted", "rule.state-lost", "rules.state", "proposal.approved",
        ];
        Assert.Equal(hidden.Order(StringComparer.Ordinal), EventKinds.All.Where(k => !EventKinds.IsForRules(EventSamples.Of(k))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_null_is_not_written_and_need_not_be_there_to_be_read()
    {
        Event[] sparse =
        [
            new FolderSeen(new FolderState("/a", "755", 0, false)),
            new LvmReported([], [], [new LvmVolume("vg0/a", "vg0", Bytes.Zero, true, true, false, false, "", "")]),
            new MountSeen(new MountState { Path = "/a" }),
            new IntentProposed(new OpenFolder("/a", "closed"), "r", "", 1),
        ];
        Assert.All(sparse, e => Assert.Equal(Write(e), Write(EventKinds.ReadPayload(EventKinds.Of(e), Write(e), e.At)!)));
    }

    /// <summary>Journals from before there was a list of them.</summary>
    [Fact]
    public void A_list_that_is_not_told_of_is_empty()
    {
        var report = (LvmReported)EventKinds.ReadPayload("lvm.reported", """{"groups":[],"disks":[],"volumes":[]}"""u8, default)!;
        var settings = (SettingsLoaded)EventKinds.ReadPayload("settings.loaded", """{"file":"","sha256":"","mode":"Act","volumes":[],"storage":{"pools":[],"mounts":[],"folders":[]}}"""u8, default)!;

        Assert.Empty(report.ThinPools);
        Assert.Empty(settings.Storage!.ThinPools);
    }

    [Theory]
    [InlineData("settings.loaded", "settings")]
    [InlineData("volume.found", "found:data")]
    [InlineData("volume.lost", "found:data")]
    [InlineData("volume.sampled", "sample:data")]
    [InlineData("sensor.failed", "sensor:volumes:data")]
    [InlineData("sensor.recovered", null)]
    [InlineData("alarm.raised", "alarm:ceiling:data")]
    [InlineData("alarm.cleared", null)]
    [InlineData("block.changed", "block:loop0")]
    [InlineData("intent.proposed", null)]
    [InlineData("guard.verdict", null)]
    [InlineData("step.started", null)]
    [InlineData("clock.tick", null)]
    public void Of_each_thing_only_the_newest_event_still_matters(string kind, string? key) => Assert.Equal(key, EventDigest.KeyOf(EventSamples.Of(kind)));

    [Fact]
    public void The_start_and_the_end_of_an_action_replace_one_another() =>
        Assert.Equal(EventDigest.KeyOf(EventSamples.Of("action.started")), EventDigest.KeyOf(EventSamples.Of("action.finished")));

    [Fact]
    public void What_says_that_there_is_nothing_any_more_ends_its_key()
    {
        Assert.Equal("alarm:ceiling:data", EventDigest.EndedBy(EventSamples.Of("alarm.cleared")));
        Assert.Equal("sensor:volumes:data", EventDigest.EndedBy(EventSamples.Of("sensor.recovered")));
        Assert.Equal("sample:data", EventDigest.EndedBy(EventSamples.Of("volume.lost")));
        var mount = (MountChanged)EventSamples.Of("mount.changed");
        Assert.Equal(EventDigest.KeyOf(mount), EventDigest.EndedBy(mount with { Change = Change.Removed }));
        var block = (BlockDeviceChanged)EventSamples.Of("block.changed");
        Assert.Equal(EventDigest.KeyOf(block), EventDigest.EndedBy(block with { Change = Change.Removed }));
        Assert.Null(EventDigest.EndedBy(mount));
    }

    private static byte[] Write(Event e)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            EventKinds.WritePayload(writer, e);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
