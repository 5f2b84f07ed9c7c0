using System.Runtime.Versioning;
using EventOps.Linux.Processes;
using EventOps.Linux.Security;

namespace EventOps.Linux.Tests.Security;

[SupportedOSPlatform("linux")]
public sealed class SingleInstanceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("instance");

    private string LockFile => Path.Combine(folder.FullName, "lock");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_second_attempt_learns_who_holds_the_lock_and_a_later_one_gets_it()
    {
        using (SingleInstance.Acquire(LockFile))
        {
            var held = Assert.Throws<InstanceHeldException>(() => SingleInstance.Acquire(LockFile));
            Assert.Equal(Environment.ProcessId, held.Holder);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LockFile));
        }

        SingleInstance.Acquire(LockFile).Dispose();
    }

    [Fact]
    public async Task A_holder_that_is_killed_lets_go()
    {
        using var holder = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/usr/bin/flock",
            Arguments = ["--no-fork", LockFile, "sh", "-c", "echo held; exec sleep 1000"],
            CaptureOutput = true,
        });
        using var reader = new StreamReader(holder.Output!);
        Assert.Equal("held", await reader.ReadLineAsync(CancellationToken.None));
        Assert.Throws<InstanceHeldException>(() => SingleInstance.Acquire(LockFile));
        holder.Signal(9);
        await holder.Exited;

        SingleInstance.Acquire(LockFile).Dispose();
    }

    [Fact]
    public void A_link_in_the_locks_place_is_refused_and_its_target_left_alone()
    {
        var target = Path.Combine(folder.FullName, "target");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(LockFile, target);

        Assert.Throws<IOException>(() => SingleInstance.Acquire(LockFile));
        Assert.Equal("precious", File.ReadAllText(target));
    }
}
