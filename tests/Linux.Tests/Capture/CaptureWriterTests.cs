using System.Text;
using EventOps.Linux.Capture;
using EventOps.Model;

namespace EventOps.Linux.Tests.Capture;

public sealed class CaptureWriterTests : IDisposable
{
    private static readonly CaptureOptions Roomy = new() { KeepFree = Bytes.Zero };

    private readonly ScratchFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "frames");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_taken_is_read_back_and_nobody_else_may_read_it()
    {
        await WriteAsync(Roomy, writer =>
        {
            writer.Take(FrameSource.Uevent, "", new byte[] { 0, 255, 10, 34 });
            writer.Take(FrameSource.ToolOutput, "lvm 'a\nb'", Encoding.UTF8.GetBytes("größe\n"));
        });
        var frames = CaptureFile.Read(FilePath).ToArray();
        Assert.Equal([FrameSource.Uevent, FrameSource.ToolOutput], frames.Select(f => f.Source));
        Assert.Equal(new byte[] { 0, 255, 10, 34 }, frames[0].Bytes.ToArray());
        Assert.Equal(("lvm 'a\nb'", "größe\n", 8L, 0L, true), (frames[1].About, Encoding.UTF8.GetString(frames[1].Bytes.Span), frames[1].Size, frames[1].Missed, frames[1].IsWhole));
        Assert.True(frames[0].Mono > 0 && frames[0].Mono <= frames[1].Mono);
        Assert.Equal(TimeSpan.Zero, frames[0].At.Offset);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task It_stays_below_its_limit_and_keeps_the_newest()
    {
        var options = Roomy with { Limit = CaptureOptions.LeastLimit, MostWaiting = 64 << 20 };
        await WriteAsync(options, writer =>
        {
            for (var i = 0; i < 200; i++)
            {
                writer.Take(FrameSource.RouteNetlink, $"{i}", new byte[100_000]);
            }
        });
        string[] files = [FilePath, FilePath + ".1"];
        Assert.InRange(files.Sum(f => new FileInfo(f).Length), 1 << 20, options.Limit.Value);
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        var kept = CaptureFile.Read(FilePath).Select(f => int.Parse(f.About, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(200 - kept.Length, kept.Length), kept);
    }

    [Fact]
    public async Task Of_a_frame_that_is_too_large_the_beginning_is_kept()
    {
        await WriteAsync(Roomy, writer => writer.Take(FrameSource.ToolOutput, new string('x', 5000), new byte[3 << 20]));
        var frame = Assert.Single(CaptureFile.Read(FilePath));
        Assert.Equal((3L << 20, Roomy.LargestFrame, 1000, false), (frame.Size, frame.Bytes.Length, frame.About.Length, frame.IsWhole));
        Assert.False(FrameParser.Parse(frame).IsSound);
    }

    [Fact]
    public async Task What_is_too_much_at_once_is_counted()
    {
        await WriteAsync(Roomy with { MostWaiting = 10 }, writer =>
        {
            writer.Take(FrameSource.Uevent, "", new byte[11]);
            writer.Take(FrameSource.Uevent, "", new byte[11]);
            writer.Take(FrameSource.Uevent, "", new byte[10]);
        });
        Assert.Equal(2, Assert.Single(CaptureFile.Read(FilePath)).Missed);
    }

    [Fact]
    public async Task A_disk_without_room_is_left_alone()
    {
        await WriteAsync(Roomy with { KeepFree = new Bytes(long.MaxValue) }, writer => writer.Take(FrameSource.Uevent, "", new byte[100]));
        Assert.Equal(0, new FileInfo(FilePath).Length);
        Assert.Empty(CaptureFile.Read(FilePath));
    }

    [Fact]
    public async Task A_capture_of_before_becomes_the_older_file()
    {
        await WriteAsync(Roomy, writer => writer.Take(FrameSource.Uevent, "first", new byte[1]));
        await WriteAsync(Roomy, writer => writer.Take(FrameSource.Uevent, "second", new byte[1]));
        Assert.Equal(["first", "second"], CaptureFile.Read(FilePath).Select(f => f.About));
    }

    [Theory]
    [InlineData("frames")]
    [InlineData("frames.1")]
    public void What_is_no_capture_is_not_written_over(string name)
    {
        File.WriteAllText(Path.Combine(_folder.Path, name), "root:x:0:0");
        Assert.Contains("is no capture", Assert.Throws<IOException>(() => CaptureWriter.Open(FilePath, Roomy, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Equal("root:x:0:0", File.ReadAllText(Path.Combine(_folder.Path, name)));
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        File.CreateSymbolicLink(FilePath, Path.Combine(_folder.Path, "elsewhere"));
        Assert.Throws<IOException>(() => CaptureWriter.Open(FilePath, Roomy, TimeProvider.System));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "elsewhere")));
    }

    [Fact]
    public void A_limit_that_holds_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CaptureWriter.Open(FilePath, Roomy with { Limit = new Bytes(4096) }, TimeProvider.System));

    [Theory]
    [InlineData("{\"v\":1,\"at\"", "line 2: cut off")]
    [InlineData("nonsense\n", "line 2: no frame")]
    [InlineData("null\n", "line 2: no object")]
    [InlineData("{\"v\":2,\"at\":\"2026-03-01T10:00:00Z\",\"mono\":1,\"source\":\"uevent\",\"about\":\"\",\"size\":0,\"missed\":0,\"bytes\":\"\"}\n", "line 2: of version 2")]
    [InlineData("{\"v\":1,\"at\":\"2026-03-01T10:00:00Z\",\"mono\":1,\"source\":\"smoke\",\"about\":\"\",\"size\":0,\"missed\":0,\"bytes\":\"\"}\n", "line 2: no frame")]
    [InlineData("{\"v\":1,\"at\":\"2026-03-01T10:00:00Z\",\"mono\":1,\"source\":\"uevent\",\"about\":\"\",\"size\":0,\"missed\":0,\"bytes\":\"###\"}\n", "line 2: no frame")]
    public async Task A_line_that_is_none_is_named_after_what_is_sound(string more, string says)
    {
        await WriteAsync(Roomy, writer => writer.Take(FrameSource.Uevent, "sound", new byte[1]));
        await File.AppendAllTextAsync(FilePath, more, TestContext.Current.CancellationToken);
        var read = new List<CapturedFrame>();
        var error = Assert.Throws<FormatException>(() => ReadInto(read));
        Assert.StartsWith($"{FilePath}, {says}", error.Message, StringComparison.Ordinal);
        Assert.Equal("sound", Assert.Single(read).About);
    }

    [Fact]
    public void A_line_without_end_is_given_up()
    {
        File.WriteAllText(FilePath, "{\"v\":" + new string('1', 3 << 20));
        Assert.Contains("line 1: longer than", Assert.Throws<FormatException>(() => CaptureFile.Read(FilePath).Count()).Message, StringComparison.Ordinal);
    }

    /// <summary>One by one, so that what stood before a fault is known.</summary>
    private void ReadInto(List<CapturedFrame> read)
    {
        foreach (var frame in CaptureFile.Read(FilePath))
        {
            read.Add(frame);
        }
    }

    private async Task WriteAsync(CaptureOptions options, Action<CaptureWriter> take)
    {
        await using var writer = CaptureWriter.Open(FilePath, options, TimeProvider.System);
        take(writer);
    }
}
