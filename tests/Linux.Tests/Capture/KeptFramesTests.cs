using System.Text;
using System.Text.Json;
using EventOps.Linux.Capture;

namespace EventOps.Linux.Tests.Capture;

/// <summary>
/// Frames of real runs, and what the parsers made of them when they were kept: <c>frames</c> (kernel 6.18, nftables 1.0, lvm2 2.03, wireguard-go), and
/// <c>wireguard</c>, what the kernel's own WireGuard said in the network lab in the lab machine (kernel 6.1). After a wanted change of a parser, or to keep frames of another kernel:
/// <c>EVENTOPS_KEEP_FRAMES=tests/Linux.Tests/Capture ./test</c> for <see cref="RealFramesTests"/> and this one.
/// </summary>
public sealed class KeptFramesTests
{
    private const string Own = "frames";
    private const string Expected = ".expected.txt";

    /// <summary>So many of each source and parser, mere acknowledgements last: enough to hold each kind of message, small enough to look at.</summary>
    private const int MostOfEach = 40;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Capture");

    public static TheoryData<string> Kept => [.. Directory.EnumerateFiles(Folder, "*.jsonl").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    // The mounts are those of the machine that ran the tests, and say more of it than of the parser.
    [Fact]
    public void Of_every_source_frames_are_kept() =>
        Assert.Empty(Enum.GetValues<FrameSource>().Except([FrameSource.ToolError, FrameSource.MountInfo, .. Kept.SelectMany(k => Read(k)).Select(f => f.Source)]));

    [Theory]
    [MemberData(nameof(Kept))]
    public void Every_parser_reads_real_frames_as_it_did(string kept)
    {
        var text = Text(Read(kept));
        if (Environment.GetEnvironmentVariable("EVENTOPS_KEEP_FRAMES") is { Length: > 0 } folder && kept != Own)
        {
            File.WriteAllText(Path.Combine(folder, kept + Expected), text);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(Folder, kept + Expected)), text);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_kept_frame_that_is_damaged_anywhere_harms_no_parser(string kept)
    {
        foreach (var frame in Read(kept).DistinctBy(f => (f.Source, FrameParser.Parse(f).Parser)))
        {
            Hostile.Sample(frame.Bytes.ToArray(), bytes => FrameParser.Parse(frame with { Bytes = bytes, Size = bytes.Length }).Items.Count >= 0);
        }
    }

    internal static void Write(string folder, IEnumerable<CapturedFrame> frames)
    {
        var kept = frames.Where(f => f.Source != FrameSource.MountInfo).GroupBy(f => (f.Source, FrameParser.Parse(f).Parser))
            .SelectMany(same => same.OrderBy(f => FrameParser.Parse(f).Items.Count == 0).Take(MostOfEach)).ToArray();
        using (var file = File.Create(Path.Combine(folder, Own + ".jsonl")))
        {
            foreach (var frame in kept)
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(frame, CaptureJson.Default.CapturedFrame));
                file.Write("\n"u8);
            }
        }

        File.WriteAllText(Path.Combine(folder, Own + Expected), Text(kept));
    }

    private static CapturedFrame[] Read(string kept) => [.. CaptureFile.Read(Path.Combine(Folder, kept + ".jsonl"))];

    private static string Text(IEnumerable<CapturedFrame> frames)
    {
        var text = new StringBuilder();
        foreach (var frame in frames)
        {
            var contents = FrameParser.Parse(frame);
            text.Append(frame.Source).Append(' ').Append(contents.Parser).Append(contents.IsSound ? "" : $": {contents.Fault}").Append('\n');
            text.AppendJoin("", contents.Items.Select(item => $"    {item.Replace("\n", "\\n", StringComparison.Ordinal)}\n"));
        }

        return text.ToString();
    }
}
