using EventOps.Lab;
using EventOps.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Sensors.Tests.Volumes;

/// <summary>
/// A FUSE mount whose server never answers (fuse(4)): every statvfs on it hangs. Releasing it closes the server's descriptor, and the kernel
/// answers all who wait with ENOTCONN.
/// </summary>
internal sealed class HangingMount : IDisposable
{
    private readonly SafeFileHandle _server;

    private HangingMount(string path, SafeFileHandle server) => (Path, _server) = (path, server);

    public string Path { get; }

    public static HangingMount Create()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/dev/fuse"), "needs root and /dev/fuse");
        var path = Directory.CreateTempSubdirectory("eventops-hanging-").FullName;
        var server = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            var number = server.DangerousGetHandle();
            ScratchMounts.Mount("hanging", LinuxPath.FromString(path), "fuse", 0, $"fd={number},rootmode=40000,user_id=0,group_id=0");
            return new HangingMount(path, server);
        }
        catch
        {
            server.Dispose();
            Directory.Delete(path);
            throw;
        }
    }

    public void Release() => _server.Dispose();

    public void Dispose()
    {
        _server.Dispose();
        ScratchMounts.Unmount(LinuxPath.FromString(Path));
        Directory.Delete(Path);
    }
}
