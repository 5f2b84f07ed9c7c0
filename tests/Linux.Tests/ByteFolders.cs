using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests;

/// <summary>Folders whose names are no text, which System.IO cannot name.</summary>
internal static partial class ByteFolders
{
    internal static void Make(LinuxPath path) => Assert.Equal(0, MakeFolder(path.ToNullTerminated(), 0x1c0));

    internal static void Remove(LinuxPath path) => Assert.Equal(0, RemoveFolder(path.ToNullTerminated()));

    [LibraryImport("libc", EntryPoint = "mkdir")]
    private static partial int MakeFolder(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir")]
    private static partial int RemoveFolder(byte[] path);
}
