using EventOps.Actuators.Storage;
using EventOps.Linux.Processes;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>The unit that attaches images at a boot, as systemd reads it.</summary>
public sealed class BootUnitTests : IDisposable
{
    private static readonly PoolPolicy Pool = new() { Name = "vg+0", Images = ["/media/disk 0.img", "/media/50%$.img"], AttachAtBoot = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-units-").FullName;

    private string Unit => Path.Combine(_folder, BootUnit.NameFor(Pool.Name));

    [Fact]
    public async Task It_is_written_linked_and_then_as_it_should_be()
    {
        var wanted = new WriteBootUnit(Pool.Name, BootUnit.NameFor(Pool.Name), BootUnit.TextFor(Pool), "");
        foreach (var step in BootUnitSteps.Write(wanted, _folder))
        {
            await Steps.CarryOutAsync(step);
            Assert.IsType<Readiness.AlreadySo>(await Steps.CheckAsync(step));
        }

        Assert.Equal(wanted.Text, await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken));
        Assert.Equal(Unit, new FileInfo(Path.Combine(_folder, "local-fs.target.wants", wanted.Unit)).LinkTarget);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[Service]\n")]
    public async Task It_is_taken_back_to_what_was_there(string? before)
    {
        if (before is not null)
        {
            await File.WriteAllTextAsync(Unit, before, TestContext.Current.CancellationToken);
        }

        var step = BootUnitSteps.Write(new WriteBootUnit(Pool.Name, BootUnit.NameFor(Pool.Name), BootUnit.TextFor(Pool), ""), _folder)[0];
        await Steps.CarryOutAsync(step);
        await step.UndoAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, File.Exists(Unit) ? await File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken) : null);
    }

    [Fact]
    public async Task Systemd_understands_every_line_of_it_with_odd_names_in_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "needs systemd");
        await File.WriteAllTextAsync(Unit, BootUnit.TextFor(Pool), TestContext.Current.CancellationToken);

        var result = await Command.RunAsync(new CommandLine("systemd-analyze", ["verify", Unit]), cancel: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(BootUnit.NameFor(Pool.Name), result.Error.Text, StringComparison.Ordinal);
        Assert.Contains("losetup --find --nooverlap \"/media/50%%$$.img\"", BootUnit.TextFor(Pool), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
