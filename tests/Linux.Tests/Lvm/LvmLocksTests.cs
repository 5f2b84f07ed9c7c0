using EventOps.Linux.Lvm;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Lvm;

/// <summary>Real locks on files of the test's own.</summary>
public sealed class LvmLocksTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private string Group => Path.Combine(_folder.Path, "V_vg0");

    [Fact]
    public void Who_holds_a_lock_is_named_and_a_file_that_nobody_locks_is_not()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "P_global"), "");
        File.WriteAllText(Group, "");
        Assert.Empty(LvmLocks.Held(_folder.Path));

        using var locked = new FileStream(Group, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var held = Assert.Single(LvmLocks.Held(_folder.Path));
        Assert.Equal((Group, Environment.ProcessId), (held.File, held.Pid));
        Assert.Contains($"process {Environment.ProcessId}", held.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_lines_that_make_no_sense_and_of_those_who_wait_none_is_named()
    {
        File.WriteAllText(Group, "");
        var inode = InodeOf(Group);
        using var proc = new ScratchFolder();
        File.WriteAllText(Path.Combine(proc.Path, "locks"), $"""
            1: -> FLOCK  ADVISORY  WRITE 4711 00:1a:{inode} 0 EOF
            2: FLOCK  ADVISORY  WRITE x 00:1a:{inode} 0 EOF
            3: FLOCK  ADVISORY  WRITE 4711
            4: FLOCK  ADVISORY  WRITE 4711 99999999999999999999999 0 EOF

            5: FLOCK  ADVISORY  WRITE 4712 00:1a:{inode} 0 EOF
            """);

        Assert.Equal(new LvmLock(Group, 4712, "ended"), Assert.Single(LvmLocks.Held(_folder.Path, proc.Path)));
        Assert.Empty(LvmLocks.Held(Path.Combine(_folder.Path, "nowhere")));
    }

    public void Dispose() => _folder.Dispose();

    private static ulong InodeOf(string path)
    {
        using var file = FileDescriptor.Open(LinuxPath.FromString(path), OpenMode.PathOnly);
        return FileStatus.Read(file, path).Inode;
    }
}
