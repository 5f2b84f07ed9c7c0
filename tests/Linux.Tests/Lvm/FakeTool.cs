using System.Runtime.Versioning;

namespace EventOps.Linux.Tests.Lvm;

/// <summary>A shell script in a scratch folder that stands in for lvm; a file beside it holds what it prints.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeTool : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fake-lvm");

    internal FakeTool(string script, string output = "")
    {
        Path = System.IO.Path.Combine(folder.FullName, "lvm");
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, "output"), output);
        File.WriteAllText(Path, $"#!/bin/sh\nprint() {{ cat {folder.FullName}/output; }}\n{script}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    internal string Path { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
