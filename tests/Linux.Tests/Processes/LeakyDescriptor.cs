using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EventOps.Linux.Tests.Processes;

/// <summary>An open file without the close-on-exec flag, as a careless library would leave it.</summary>
internal static partial class LeakyDescriptor
{
    internal static SafeFileHandle Open() => new(open("/dev/null", 0), ownsHandle: true);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
