using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EventOps.ConfinedProbe;

/// <summary>What a confined process must not be able to do; each answer is the errno's or exception's name, or "done".</summary>
internal static partial class Forbidden
{
    private static readonly string Scratch = "/tmp/confined-probe-" + Environment.ProcessId;

    internal static IEnumerable<(string, Func<string>)> All =>
    [
        ("write file", () => Try(() => File.WriteAllText(Scratch, "x"))),
        ("make folder", () => Errno(mkdir(Scratch, 511))),
        ("delete", () => Errno(unlink("/tmp/there-is-no-such-file"))),
        ("change mode", () => Errno(chmod("/tmp", 511))),
        ("start program", () => Try(() => System.Diagnostics.Process.Start("/bin/true").Dispose())),
        ("exec", () => Errno(execv("/bin/true", [null]))),
        ("fork", () => Errno(fork())),
        ("socket", () => Try(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp).Dispose())),
        ("unix socket", () => Try(() => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified).Dispose())),
        ("netlink socket", () => Errno(socket(16, 3, 0))),
        ("kill parent", () => Errno(kill(getppid(), 0))),
        ("kill itself", () => Errno(kill(Environment.ProcessId, 0))),
        ("become root", () => Errno(setuid(0))),
        ("keep living without parent", () => Errno(prctl(1, 0))),
        ("io_uring", () => Errno((int)syscall(425, 1, 0))),
        ("unknown new call", () => Errno((int)syscall(499, 0, 0))),
        ("read shadow", () => Try(() => File.ReadAllText("/etc/shadow"))),
        ("hide in x32", () => Errno((int)syscall(0x40000000 + 39, 0, 0))),
    ];

    private static string Try(Action action)
    {
        try
        {
            action();
            return "done";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException or System.ComponentModel.Win32Exception)
        {
            return e.GetType().Name;
        }
    }

    private static string Errno(int answer) => answer >= 0 ? "done" : "errno " + Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chmod(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, string?[] arguments);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fork();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setuid(uint user);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nint value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, long first, long second);
}
