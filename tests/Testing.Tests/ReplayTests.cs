namespace EventOps.Testing.Tests;

public sealed class ReplayTests : IDisposable
{
    private const string Log = """
        {"v":1,"seq":1,"at":"2026-03-01T10:00:00.0000000Z","mono":1,"kind":"settings.loaded","source":"daemon","data":{"file":"f","sha256":"","mode":"Act","volumes":[{"volume":"data","growAt":85,"growBelow":0,"step":524288000,"ceiling":8589934592,"cooldown":"00:00:30","emergencyGrowths":20,"horizon":"00:00:02","fastestFill":4294967296,"growAtInodes":95,"reserve":0}]}}
        {"v":1,"seq":2,"at":"2026-03-01T10:00:01.0000000Z","mono":2,"kind":"volume.found","source":"volumes","data":{"volume":"data","mountPoint":"/data","device":"loop0","fileSystem":"xfs","kind":"Image","storage":"/img"}}
        {"v":1,"seq":3,"at":"2026-03-01T10:00:02.0000000Z","mono":3,"kind":"volume.sampled","source":"volumes","data":{"volume":"data","size":1048576000,"available":104857600,"free":104857600,"inodes":1000,"inodesFree":900,"deviceSize":1048576000,"fileSystemSize":1048576000,"shortRate":0,"longRate":0,"isReadOnly":false}}

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_written_by_hand_is_replayed()
    {
        var result = Replay.Of<GrowVolumeBeforeItFills>(Log);
        var intent = Assert.Single(result.Intents);
        Assert.Equal(3, result.Events);
        Assert.Equal(3, intent.After);
        Assert.Equal(new GrowVolume("data", Bytes.FromMiB(1500), "90.0 % in use, 100 MiB left, filling at 0 B/s"), intent.Intent);
    }

    [Fact]
    public void Two_replays_give_the_same_bytes() => Assert.Equal(Replay.Of<GrowVolumeBeforeItFills>(Log).Decisions, Replay.Of<GrowVolumeBeforeItFills>(Log).Decisions);

    [Theory]
    [InlineData("\"seq\":3", "\"seq\":7", "the log(3): record 7: records 3 to 6 are missing")]
    [InlineData("\"v\":1,\"seq\":2", "\"v\":9,\"seq\":2", "the log(2): ")]
    [InlineData("10:00:02", "09:00:02", "the log(3): record 3: its time lies before")]
    [InlineData("volume.found\",\"source\":\"volumes\",\"data\":{", "volume.found\",\"source\":\"volumes\",\"data\":[", "the log(2): ")]
    public void What_is_wrong_with_a_log_is_told_with_its_place(string from, string to, string message)
    {
        var failure = Assert.Throws<RuleTestException>(() => Replay.Of<GrowVolumeBeforeItFills>(Log.Replace(from, to, StringComparison.Ordinal)));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_golden_file_shows_what_went_and_what_came()
    {
        var path = Path.Combine(_folder, "decisions.txt");
        File.WriteAllText(path, "one\ntwo\nthree\n");
        Golden.Check(path, "one\ntwo\nthree\n");
        var failure = Assert.Throws<RuleTestException>(() => Golden.Check(path, "one\n2\nthree\n"));
        Assert.Contains("- two\n+ 2\n  three", failure.Message, StringComparison.Ordinal);
    }
}
