using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Linux.Tests;

/// <summary>A folder of its own for a test, gone after it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal ScratchFolder(string? under = null) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(under ?? System.IO.Path.GetTempPath(), "eventops-" + Guid.NewGuid().ToString("N"))).FullName;

    internal string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal LinuxPath MakeFile(string name, Bytes size)
    {
        var path = System.IO.Path.Combine(Path, name);
        using var file = File.Create(path);
        file.SetLength(size.Value);
        return LinuxPath.FromString(path);
    }
}
