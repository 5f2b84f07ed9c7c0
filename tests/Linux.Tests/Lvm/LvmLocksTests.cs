using EventOps.Linux.Lvm;
using EventOps.Linux.Native;

namespace EventOps.Linux.Tests.Lvm;

/// <summary>Real locks on files of the test's own.</summary>
public sealed class LvmLocksTests : IDisposable
{
    /// <summary>Above the largest that pid_max can be.</summary>
    private const int NoProcess = (4 << 20) + 1;

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
        var inode = FileStatus.OfPath(Group)!.Value.Inode;
        using var kernel = new ScratchFolder();
        var locks = Path.Combine(kernel.Path, "locks");
        File.WriteAllText(locks, $"""
            1: -> FLOCK  ADVISORY  WRITE 4711 00:1a:{inode} 0 EOF
            2: FLOCK  ADVISORY  WRITE x 00:1a:{inode} 0 EOF
            3: FLOCK  ADVISORY  WRITE 4711
            4: FLOCK  ADVISORY  WRITE 4711 99999999999999999999999 0 EOF

            5: FLOCK  ADVISORY  WRITE {NoProcess} 00:1a:{inode} 0 EOF
            """);

        Assert.Equal(new LvmLock(Group, NoProcess, "ended"), Assert.Single(LvmLocks.Held(_folder.Path, locks)));
        Assert.Empty(LvmLocks.Held(Path.Combine(_folder.Path, "nowhere")));
    }

    public void Dispose() => _folder.Dispose();
}
