using EventOps.Linux.Security;

namespace EventOps.Linux.Tests.Security;

public sealed class ClosedFolderTests : IDisposable
{
    private const uint Nobody = 65534;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("closed");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0b111_101_101, false)]
    [InlineData(0b111_000_001, false)]
    [InlineData(0b111_111_110, true)]
    [InlineData(0b111_000_000, true)]
    public void A_folder_that_others_may_not_enter_is_named_wherever_it_stands_on_the_way(int mode, bool isClosed)
    {
        var below = _folder.CreateSubdirectory("a/b").FullName;
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)mode);

        Assert.Equal(isClosed ? _folder.FullName : null, ClosedFolder.On(below + "/", Nobody));
        Assert.Equal(isClosed ? _folder.FullName : null, ClosedFolder.On(_folder.FullName, Nobody));
        Assert.Null(ClosedFolder.On(below, 0));
    }
}
