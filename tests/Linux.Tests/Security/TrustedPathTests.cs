using System.Runtime.Versioning;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;

namespace EventOps.Linux.Tests.Security;

[SupportedOSPlatform("linux")]
public sealed class TrustedPathTests : IDisposable
{
    private static readonly TrustedPathOptions Sticky = new() { AllowStickyFolders = true };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trusted");

    public TrustedPathTests() => System.IO.File.WriteAllText(File, "content");

    private string File => Path.Combine(folder.FullName, "file");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_only_its_owner_could_change_is_trusted_and_open()
    {
        using var path = TrustedPath.Check(File, Sticky);
        Assert.Empty(path.Problems);
        using var reader = new StreamReader(new FileStream(path.Handle!, FileAccess.Read));
        Assert.Equal("content", reader.ReadToEnd());
    }

    [Fact]
    public void A_sticky_folder_is_refused_unless_allowed() =>
        Assert.Equal("/tmp", Assert.Single(TrustedPath.Check(File).Problems).Component);

    [Fact]
    public void Every_mode_with_a_foreign_write_bit_is_refused_for_file_and_folder()
    {
        for (var mode = 0; mode < 512; mode++)
        {
            System.IO.File.SetUnixFileMode(File, (UnixFileMode)mode);
            using var file = TrustedPath.Check(File, Sticky);
            Assert.Equal((mode & 18) == 0, file.IsTrusted);
        }

        System.IO.File.SetUnixFileMode(File, (UnixFileMode)0b110_100_100);
        folder.UnixFileMode |= UnixFileMode.GroupWrite;
        Assert.Equal($"{folder.FullName} can be written by its group or by others; run: chmod go-w {folder.FullName}", Assert.Single(TrustedPath.Check(File, Sticky).Problems).ToString());
    }

    [Fact]
    public void Links_of_both_kinds_are_refused_wherever_they_are()
    {
        var link = Path.Combine(folder.FullName, "link");
        System.IO.File.CreateSymbolicLink(link, File);
        Assert.Equal((link, "is a symbolic link"), Only(link));
        System.IO.File.Delete(link);
        Directory.CreateSymbolicLink(link, folder.FullName);
        Assert.Equal((link, "is a symbolic link"), Only(link + "/file"));
    }

    [Fact]
    public async Task A_second_name_and_another_owner_are_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving files away needs root");
        var second = Path.Combine(folder.FullName, "second");
        await Command.RunAsync(new CommandLine("ln", File, second), cancel: TestContext.Current.CancellationToken);
        Assert.Contains("2 hard links", Only(File).What, StringComparison.Ordinal);
        System.IO.File.Delete(second);
        await Command.RunAsync(new CommandLine("chown", "61234", folder.FullName), cancel: TestContext.Current.CancellationToken);
        Assert.Equal((folder.FullName, "belongs to user 61234"), Only(File));
    }

    [Fact]
    public void What_is_no_file_or_no_plain_path_is_refused()
    {
        Assert.Contains("not a regular file", Only(folder.FullName).What, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Only(folder.FullName + "/absent").What, StringComparison.Ordinal);
        Assert.Contains("not a folder", Only(File + "/below").What, StringComparison.Ordinal);
        Assert.Contains("plain absolute", Only("relative").What, StringComparison.Ordinal);
        Assert.Contains("plain absolute", Only("/tmp/../etc/passwd").What, StringComparison.Ordinal);
        using var asFolder = TrustedPath.Check(folder.FullName, Sticky with { Folder = true });
        Assert.True(asFolder.IsTrusted);
    }

    private static (string Component, string What) Only(string path)
    {
        using var result = TrustedPath.Check(path, Sticky);
        var problem = Assert.Single(result.Problems);
        return (problem.Component, problem.What);
    }
}
