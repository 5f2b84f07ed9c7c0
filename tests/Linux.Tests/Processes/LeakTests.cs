using System.Diagnostics;
using System.Globalization;
using EventOps.Linux.Processes;

namespace EventOps.Linux.Tests.Processes;

/// <summary>Counts this process's children and descriptors, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public sealed class LeakTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Two_hundred_children_beside_the_runtimes_own_leave_no_zombie_and_no_descriptor()
    {
        await RunOneAsync(0);
        using (var own = Process.Start("/bin/true"))
        {
            await own.WaitForExitAsync(Never);
        }

        var before = OpenDescriptors();
        using (var own = Process.Start("/bin/sleep", "1000"))
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.Equal(ExitStatus.OfCode(i), await RunOneAsync(i));
                Assert.True((await Command.RunAsync(new CommandLine("true"), cancel: Never)).IsSuccess);
            }

            own.Kill();
            await own.WaitForExitAsync(Never);
            Assert.Equal(128 + 9, own.ExitCode);
        }

        Assert.Empty(Zombies());
        Assert.InRange(OpenDescriptors(), 0, before + 3);
    }

    private static async Task<ExitStatus> RunOneAsync(int code)
    {
        using var child = await ChildProcess.StartAsync(new ChildOptions
        {
            Program = "/bin/sh",
            Arguments = ["-c", "exit " + code.ToString(CultureInfo.InvariantCulture)],
            CaptureOutput = true,
        });
        return await child.Exited;
    }

    private static int OpenDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static string[] Zombies() =>
        [.. Directory.GetDirectories("/proc/self/task")
            .SelectMany(t => TextOf(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(pid => TextOf($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal))];

    /// <returns>Nothing where the thread or process ended meanwhile, before or after its file was opened (ENOENT, ESRCH).</returns>
    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
