using System.Text;
using EventOps.Lab;
using EventOps.Linux.Capture;
using EventOps.Linux.WireGuard;
using EventOps.Model;

namespace EventOps.Linux.Tests.Capture;

/// <summary>Listens to all that this process receives, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(RealFramesTests), DisableParallelization = true)]
[Collection(nameof(RealFramesTests))]
public sealed class RealFramesTests
{
    [Fact]
    public async Task What_kernel_and_tools_say_is_recorded_without_secrets_and_parsed_again()
    {
        Root.Require();
        Assert.SkipUnless(ScratchVolume.IsPossible("ext4"), "needs loop devices and mkfs.ext4");
        using var folder = new ScratchFolder();
        using SecretKey own = SecretKey.Generate(), preshared = SecretKey.Generate();
        var path = Path.Combine(folder.Path, "frames");
        await using (var writer = CaptureWriter.Open(path, new CaptureOptions { KeepFree = Bytes.Zero }, TimeProvider.System))
        {
            using (FrameTap.Attach(writer))
            {
                Assert.True(FrameTap.IsOn);
                await RealFrames.ProvokeAsync(folder, own, preshared);
            }

            Assert.False(FrameTap.IsOn);
        }

        var frames = CaptureFile.Read(path).ToArray();
        Assert.Empty(Enum.GetValues<FrameSource>().Except([FrameSource.ToolError, .. frames.Select(f => f.Source)]));
        Assert.All(frames, f => Assert.True(FrameParser.Parse(f) is { IsSound: true }, $"{f.Source} {f.About}: {FrameParser.Parse(f).Fault}"));
        AssertHidden(path, own, frames);
        AssertHidden(path, preshared, frames);
        Keep(frames);
    }

    /// <summary>Neither in the file's text nor in any frame, as bytes, in hexadecimal or base64.</summary>
    private static void AssertHidden(string path, SecretKey secret, CapturedFrame[] frames)
    {
        var forms = (string[])[Encoding.Latin1.GetString(secret.Bytes), Convert.ToHexStringLower(secret.Bytes), Convert.ToBase64String(secret.Bytes)];
        var texts = frames.Select(f => Encoding.Latin1.GetString(f.Bytes.Span)).Append(File.ReadAllText(path));
        Assert.All(texts, text => Assert.All(forms, form => Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>With EVENTOPS_KEEP_FRAMES=FOLDER this run's frames become the fixture; see <see cref="KeptFramesTests"/>.</summary>
    private static void Keep(CapturedFrame[] frames)
    {
        if (Environment.GetEnvironmentVariable("EVENTOPS_KEEP_FRAMES") is { Length: > 0 } folder)
        {
            KeptFramesTests.Write(folder, frames);
        }
    }
}
