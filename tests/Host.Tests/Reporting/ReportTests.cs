using EventOps.Host.Reporting;
using EventOps.Host.Tests.Settings;
using EventOps.Journal;
using EventOps.Model;
using EventOps.Testing;

namespace EventOps.Host.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("storage-machine-broken")]
    [InlineData("storage-machine-faults")]
    public void The_account_of_a_real_run_is_the_one_that_was_found_right(string journal)
    {
        var path = Path.Combine(SettingsText.Root(), "tests", "journals", journal);
        Golden.Check(path + ".report.md", TextOf(JournalReader.Open(path + ".jsonl").Read()));
    }

    [Fact]
    public void The_host_what_made_the_storage_be_looked_at_and_when_are_told()
    {
        var text = TextOf(
            new DaemonStarted("1", "boot", 7, "web_1"),
            new StorageLooked("fstab changed"),
            new IntentProposed(new MountDevice("/data", "/dev/x", "ext4", "defaults", "/data is not mounted"), "Mount", "", 2));

        Assert.StartsWith("# What happened on web\\_1\n", text, StringComparison.Ordinal);
        Assert.Contains("| 2026-11-30 12:00:01.000Z | storage.looked: fstab changed | /data is not mounted | Mount | not ended |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_is_down_from_the_moment_that_the_mount_table_tells()
    {
        var text = TextOf(
            new SettingsLoaded("f", "", ActingMode.Act, []) { Storage = new StoragePolicy { Mounts = [new MountPolicy { Path = "/data", Device = "/dev/x", FileSystem = "ext4" }] } },
            Mount(Change.Added, "/data", "8:1"),
            Mount(Change.Added, "/other", "8:2"),
            Mount(Change.Removed, "/other", "8:2"),
            Mount(Change.Added, "/data", "0:9"),
            Mount(Change.Removed, "/data", "0:9"),
            Mount(Change.Removed, "/data", "8:1"),
            Mount(Change.Added, "/data", "8:1"),
            Mount(Change.Changed, "/data", "8:1", isReadOnly: true));

        Assert.EndsWith(
            """
            | /data: not mounted | 2026-11-30 12:00:06.000Z | 1 s |
            | /data: read-only | 2026-11-30 12:00:08.000Z | 0 ms, and it lasts |

            """,
            text,
            StringComparison.Ordinal);
    }

    private static MountChanged Mount(Change change, string path, string device, bool isReadOnly = false) => new(change, path, device, "ext4", "/dev/x", isReadOnly);

    /// <summary>Of events a second apart.</summary>
    private static string TextOf(params IEnumerable<Event> events) => TextOf(events.Select((e, i) => new JournalRecord
    {
        Sequence = i + 1,
        At = Start.AddSeconds(i),
        WallTime = Start.AddSeconds(i),
        MonotonicNanoseconds = 0,
        Kind = EventKinds.Of(e),
        Source = "test",
        Event = e with { At = Start.AddSeconds(i) },
    }));

    private static string TextOf(IEnumerable<JournalRecord> records)
    {
        var account = new Account();
        foreach (var record in records)
        {
            account.Add(record);
        }

        account.Close();
        return ReportText.Of(account);
    }
}
