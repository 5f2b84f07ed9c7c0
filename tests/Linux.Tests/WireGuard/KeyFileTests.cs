using EventOps.Linux.Namespaces;
using EventOps.Linux.Native;
using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Tests.WireGuard;

public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventops-tests-");

    private string Key => Path.Combine(_folder.FullName, "psk");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(OwnerOnly, true)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead, true)]
    [InlineData(OwnerOnly | UnixFileMode.GroupWrite, false)]
    [InlineData(OwnerOnly | UnixFileMode.OtherRead, false)]
    public void A_key_that_others_may_read_or_change_is_none(UnixFileMode mode, bool isGood)
    {
        using var key = SecretKey.Generate();
        File.WriteAllText(Key, key.ToFileText() + "\n");
        File.SetUnixFileMode(Key, mode);
        using var read = KeyFile.TryRead(NetworkNamespace.Own, Key);
        Assert.Equal(isGood ? key : null, read);
        if (!isGood)
        {
            Assert.Contains("chmod 600 " + Key, Assert.Throws<LinuxException>(() => KeyFile.Read(NetworkNamespace.Own, Key)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_key_is_told_without_any_of_it()
    {
        const string Text = "8Kq3dYdjbVEKzTUzUX1sXT2QGkMVbBkzgKCFkTDLfX0";
        Assert.Contains("No such file", Assert.Throws<LinuxException>(() => KeyFile.Read(NetworkNamespace.Own, Key)).Message, StringComparison.Ordinal);
        File.WriteAllText(Key, Text);
        File.SetUnixFileMode(Key, OwnerOnly);
        var error = Assert.Throws<LinuxException>(() => KeyFile.Read(NetworkNamespace.Own, Key)).Message;
        Assert.Contains("43 characters", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Text[..20], error, StringComparison.Ordinal);
    }
}
