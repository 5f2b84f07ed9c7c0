using EventOps.Lab;
using EventOps.Linux.Native;
using EventOps.Linux.Notify;
using EventOps.Model;

namespace EventOps.Linux.Tests.Notify;

public sealed class FanotifyTests
{
    [Theory]
    [InlineData("ext4", 64, true)]
    [InlineData("xfs", 320, true)]
    [InlineData("btrfs", 128, true)]
    [InlineData("ext4", 64, false)]
    public void One_write_on_a_marked_filesystem_is_seen(string fileSystem, int size, bool identifiers)
    {
        Assert.SkipUnless(ScratchVolume.IsPossible(fileSystem), $"needs root, loop devices and mkfs.{fileSystem}");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { FileSystem = fileSystem, Size = Bytes.FromMiB(size) });
        using var group = FanotifyGroup.TryOpen(out var refusal, identifiers);
        Assert.Null(refusal);
        Assert.Equal(identifiers, group!.ReportsIdentifiers);
        var outcome = group.MarkFileSystem(volume.MountPoint);
        Assert.True(outcome.IsMarked, outcome.Advice);
        Assert.True(group.Drain().IsEmpty);

        File.WriteAllText(Path.Combine(volume.MountPath, "one"), "write");
        Assert.Equal(1, Poll.Wait([new PollRequest(group.Handle, PollEvents.Readable)], TimeSpan.FromSeconds(10)));
        var seen = group.Drain();
        Assert.False(seen.HasLost);
        Assert.True(seen.ByFileSystem[FileSystemIdentity.Read(volume.MountPoint)].HasFlag(FanotifyMask.Modify));
        Assert.Single(seen.ByFileSystem);

        Assert.True(group.RemoveMark(volume.MountPoint));
        File.WriteAllText(Path.Combine(volume.MountPath, "two"), "write");
        Assert.True(group.Drain().IsEmpty);
    }

    [Fact]
    public void Too_many_events_are_reported_as_lost()
    {
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs root, loop devices and mkfs.ext4");
        using var volume = ScratchVolume.Create(new ScratchVolumeOptions { Size = Bytes.FromMiB(64), MakeArguments = ["-N", "30000"] });
        using var group = FanotifyGroup.TryOpen(out _)!;
        Assert.True(group.MarkFileSystem(volume.MountPoint).IsMarked);
        for (var i = 0; i < 17000; i++)
        {
            File.Create(Path.Combine(volume.MountPath, $"f{i}")).Dispose();
        }

        var hasLost = false;
        FanotifyDrain seen;
        do
        {
            seen = group.Drain();
            hasLost |= seen.HasLost;
        }
        while (seen.HasMore);

        Assert.True(hasLost);
    }

    [Fact]
    public void A_filesystem_that_cannot_be_marked_gives_advice_and_no_exception()
    {
        Assert.SkipUnless(Environment.UserName == "root", "fanotify needs root");
        using var group = FanotifyGroup.TryOpen(out _)!;
        var outcome = group.MarkFileSystem(LinuxPath.FromString("/no/such/place"));
        Assert.False(outcome.IsMarked);
        Assert.Equal(Errno.ENOENT, outcome.Errno);
        Assert.Contains("inotify", outcome.Advice, StringComparison.Ordinal);
        Assert.False(group.RemoveMark(LinuxPath.FromString("/")));
    }

    [Fact]
    public void An_error_of_a_filesystem_is_told_with_its_identity_whatever_the_order_of_the_records_and_where_they_are_cut()
    {
        // struct fanotify_event_metadata, then fanotify_event_info_error (type 5) and fanotify_event_info_fid (type 1), as fanotify(7) has them.
        byte[] error = [5, 0, 12, 0, 0x75, 0, 0, 0, 1, 0, 0, 0];
        byte[] identity = [1, 0, 20, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0];
        foreach (var records in (byte[][])[[.. error, .. identity], [.. identity, .. error]])
        {
            byte[] frame = [56, 0, 0, 0, 3, 0, 24, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, .. records];
            var seen = new List<(FanotifyMask, FileSystemIdentity)>();
            Assert.True(FanotifyRecords.Parse(frame, (mask, from, _) => seen.Add((mask, from))));
            Assert.Equal([(FanotifyMask.FileSystemError, new FileSystemIdentity(7))], seen);
            for (var length = 1; length < frame.Length; length++)
            {
                Assert.False(FanotifyRecords.Parse(frame.AsSpan(0, length), (_, _, _) => { }));
            }

            // A record that says to be longer than what is left of the event.
            frame[26] = 200;
            Assert.True(FanotifyRecords.Parse(frame, (_, from, _) => Assert.Equal(default, from)));
        }
    }

    [Fact]
    public void Any_bytes_are_read_to_their_end_without_a_throw()
    {
        var valid = new byte[44];
        valid[0] = 44;
        valid[4] = 3;
        valid[6] = 24;
        valid[8] = 2;
        valid.AsSpan(16, 4).Fill(0xff);
        valid[24] = 1;
        valid[26] = 20;
        valid[28] = 7;
        var seen = 0;
        Assert.True(FanotifyRecords.Parse(valid, (mask, identity, descriptor) =>
        {
            seen++;
            Assert.Equal((FanotifyMask.Modify, new FileSystemIdentity(7), -1), (mask, identity, descriptor));
        }));
        Assert.Equal(1, seen);
        Hostile.Sample([.. valid, .. valid], bytes =>
        {
            var events = 0;
            FanotifyRecords.Parse(bytes, (_, _, _) => events++);
            return events <= bytes.Length / FanotifyRecords.MetadataLength;
        });
    }
}
