using System.Globalization;
using EventOps.Actuators.Network;
using EventOps.Linux.FileSystems;
using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Network;

/// <summary>Real files of the test's own.</summary>
public sealed class FileHandTests : IDisposable
{
    private const string Good = "[Interface]\nPrivateKey = 8Kq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0=\nListenPort = 51820\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventops-tests-");

    private string Conf => Path.Combine(_folder.FullName, "wg0.conf");

    private string Backup => Conf + ".before-eventops";

    private NetworkPolicy Policy => new() { CorrectFiles = true, Tunnels = [new WantedTunnel("wg0", 51820, Conf)] };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_text_before_the_first_correction_is_kept_through_all_later_ones()
    {
        var original = Good.Replace("51820", "51821", StringComparison.Ordinal);
        await WriteAsync(original);
        Assert.Equal($"correct {Conf}; as it is now stays in {Backup}", await CorrectAsync());
        await WriteAsync(Good.Replace("51820", "1", StringComparison.Ordinal));
        var does = await CorrectAsync();
        Assert.Equal(Good, await ReadAsync(Conf));
        Assert.Equal(original, await ReadAsync(Backup));
        Assert.Contains(File.GetLastWriteTimeUtc(Backup).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), does, StringComparison.Ordinal);
        Assert.Equal([Conf, Backup], Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Owner_group_and_mode_stay_those_of_the_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving a file away needs root");
        await WriteAsync(Good.Replace("51820", "51821", StringComparison.Ordinal));
        FilePermissions.SetOwner(Conf, 12, 34);
        File.SetUnixFileMode(Conf, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await CorrectAsync();
        foreach (var path in (string[])[Conf, Backup])
        {
            var status = FileStatus.OfPath(path)!.Value;
            Assert.Equal((12u, 34u, 0x1a0), (status.Owner, status.Group, status.Permissions));
        }
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        var real = Path.Combine(_folder.FullName, "real.conf");
        await File.WriteAllTextAsync(real, Good.Replace("51820", "51821", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Conf, "real.conf");
        await CorrectAsync();
        Assert.Equal("real.conf", new FileInfo(Conf).LinkTarget);
        Assert.Equal(Good, await ReadAsync(real));
    }

    [Fact]
    public async Task A_file_that_is_a_mount_of_its_own_is_written_in_place()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        var source = Path.Combine(_folder.FullName, "source");
        var original = Good.Replace("51820", "51821", StringComparison.Ordinal) + "# and more than what is written over it: " + new string('x', 100) + "\n";
        await File.WriteAllTextAsync(source, original, TestContext.Current.CancellationToken);
        await WriteAsync("");
        await MountAsync("mount", "--bind", source, Conf);
        try
        {
            await CorrectAsync();
            Assert.Equal(original.Replace("51821", "51820", StringComparison.Ordinal), await ReadAsync(source));
            Assert.Equal(original, await ReadAsync(Backup));
            Assert.Equal([source, Conf, Backup], Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal));
        }
        finally
        {
            await MountAsync("umount", Conf);
        }
    }

    private static async Task MountAsync(string program, params string[] arguments) =>
        Assert.True((await Command.RunAsync(new CommandLine(program, arguments), cancel: TestContext.Current.CancellationToken)).IsSuccess);

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Conf, text, TestContext.Current.CancellationToken);

    /// <returns>What was said to be done.</returns>
    private async Task<string> CorrectAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var step = Assert.Single(await new FileHand(Policy, NetworkNamespace.Own).PlanAsync(new RepairFile(Conf, "test"), cancel));
        Assert.IsType<Readiness.Ready>(await step.CheckAsync(cancel));
        await step.ApplyAsync(cancel);
        Assert.True(await step.VerifyAsync(cancel));
        return step.Does;
    }
}
