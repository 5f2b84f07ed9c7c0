using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using EventOps.Host.Settings;

namespace EventOps.Host.Tests.Settings;

[SupportedOSPlatform("linux")]
public sealed partial class SettingsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("eventops-settings-").FullName;

    [Fact]
    public void A_file_is_read_and_the_hash_is_that_of_its_bytes()
    {
        var path = Write(Encoding.UTF8.GetBytes(SettingsText.Complete));
        var result = DaemonSettings.Read(path);
        Assert.True(result.IsValid, SettingsText.Shown(result));
        Assert.Equal((path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))), (result.Path, result.Sha256));
    }

    [Fact]
    public void A_refused_file_has_a_hash_too()
    {
        var bytes = "mode = 5"u8.ToArray();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), DaemonSettings.Read(Write(bytes)).Sha256);
    }

    [Fact]
    public void A_missing_file_is_told_with_the_cure() => Refuses(Path.Combine(folder, "absent.toml"), "no such file", "create it");

    [Fact]
    public void A_file_as_a_folder_is_told() => Refuses(Path.Combine(Write([]), "x.toml"), "no such file", "create it");

    [Fact]
    public void A_directory_is_told() => Refuses(folder, "is a directory", "eventops.toml");

    [Theory]
    [InlineData("")]
    [InlineData("/etc/a\0b")]
    public void A_path_that_cannot_be_one_is_told(string path) => Refuses(path, "NUL", "give a path");

    [Fact]
    public void A_path_that_is_too_long_is_told() => Refuses("/" + new string('a', 5000), "cannot open", "ordinary");

    [Fact]
    public void A_link_to_itself_is_told()
    {
        var path = Path.Combine(folder, "loop.toml");
        File.CreateSymbolicLink(path, path);
        Refuses(path, "cannot open", "ordinary");
    }

    [Fact]
    public void A_pipe_is_told_and_not_waited_for()
    {
        var path = Path.Combine(folder, "pipe.toml");
        Assert.Equal(0, MakeFifo(path, 0x180));
        Refuses(path, "a pipe", "ordinary file");
    }

    [Fact]
    public void L2_A_device_without_end_is_read_no_further_than_the_limit() => Refuses("/dev/zero", "larger than 1 MiB", "path");

    [Fact]
    public void L2_A_file_of_a_gigabyte_is_refused_without_reading_it()
    {
        var path = Path.Combine(folder, "huge.toml");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 30);
        }

        Refuses(path, "larger than 1 MiB", "path");
    }

    [Fact]
    public void A_file_of_exactly_1_MiB_is_read() =>
        Assert.True(DaemonSettings.Read(Write(Encoding.UTF8.GetBytes("#" + new string(' ', (1 << 20) - 1)))).IsValid);

    [Fact]
    public void A_file_that_may_not_be_read_is_told()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can read with the rights of another user");
        var path = Write("mode = \"act\""u8.ToArray());
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        SettingsResult? result = null;

        // setfsuid(2) counts for this one thread: it opens files as nobody, without root's capabilities to override.
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(65534);
            result = DaemonSettings.Read(path);
        });
        thread.Start();
        thread.Join();
        var problem = Assert.Single(result!.Problems);
        Assert.Contains("Permission denied", problem.What, StringComparison.Ordinal);
        Assert.Contains("run as root", problem.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x0A, 0x62, 0xC3, 0xA9, 0xFF }, 2, 3)]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, 1, 1)]
    [InlineData(new byte[] { 0x61, 0xE2, 0x82 }, 1, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 1, 1)]
    public void Bytes_that_are_no_UTF_8_are_told_with_their_place(byte[] bytes, int line, int column)
    {
        var problem = Assert.Single(DaemonSettings.Read(Write(bytes)).Problems);
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains("not UTF-8", problem.What, StringComparison.Ordinal);
        Assert.Contains("save the file as UTF-8", problem.Cure, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);

    private static void Refuses(string path, string what, string cure)
    {
        var result = DaemonSettings.Read(path);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((false, "", 0), (result.IsValid, result.Sha256, problem.Line));
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.Contains(cure, problem.Cure, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder, "eventops.toml");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
