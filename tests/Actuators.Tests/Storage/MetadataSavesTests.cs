using EventOps.Actuators.Storage;
using EventOps.Linux.Lvm;

namespace EventOps.Actuators.Tests.Storage;

/// <summary>The metadata of volume groups from before each change, with a script in the place of lvm(8).</summary>
public sealed class MetadataSavesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-saves-").FullName;

    private string Saves => Path.Combine(_folder, "saved");

    private string Calls => Path.Combine(_folder, "calls");

    [Fact]
    public async Task Those_of_a_group_are_saved_before_each_command_that_changes_them()
    {
        await Steps.CarryOutAsync(Resize("echo x > \"$3\""));

        Assert.Equal(["vgcfgbackup", "pvresize"], File.ReadAllLines(Calls).Select(l => l.Split(' ')[0]));
        Assert.StartsWith("vg0.", Path.GetFileName(Assert.Single(Directory.GetFiles(Saves))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_they_could_not_be_saved_is_told_with_the_step_which_goes_on()
    {
        var step = Resize("echo 'no space left' >&2; exit 5");
        await Steps.CarryOutAsync(step);

        Assert.Contains("resized; the metadata of vg0 could not be saved before", await step.DescribeAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("no space left", await step.DescribeAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_of_the_same_group_are_removed_and_no_others()
    {
        Directory.CreateDirectory(Saves);
        var others = new[] { "a.20200101T000000000.vg", "vg0.b.20200101T000000000.vg", "fstab.20200101T000000000" };
        string[] own = [.. Enumerable.Range(0, 60).Select(i => $"vg0.20200101T0000000{i:00}.vg")];
        foreach (var name in others.Concat(own))
        {
            await File.WriteAllTextAsync(Path.Combine(Saves, name), "", TestContext.Current.CancellationToken);
        }

        await Steps.CarryOutAsync(Resize("echo x > \"$3\""));

        var kept = Directory.GetFiles(Saves).Select(f => Path.GetFileName(f)).ToList();
        Assert.All(others, o => Assert.Contains(o, kept));
        Assert.Equal(50, kept.Except(others).Count());
        Assert.All(own[..11], o => Assert.DoesNotContain(o, kept));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <param name="save">What the script does when asked to save; $3 is the file.</param>
    private StateStep Resize(string save)
    {
        var program = Path.Combine(_folder, "lvm");
        File.WriteAllText(program, $$"""
            #!/bin/sh
            [ "$1" = fullreport ] && exec echo '{"report": [{}]}'
            echo "$*" >> {{Calls}}
            [ "$1" = vgcfgbackup ] || exit 0
            {{save}}
            """ + "\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var tool = new LvmTool(new LvmOptions { Program = program, Config = "" });
        return new LvmHand(tool, new MetadataSaves(tool, Saves)).Step(
            "resize", "vg0", _ => File.Exists(Calls) && File.ReadAllText(Calls).Contains("pvresize", StringComparison.Ordinal) ? new StepState("resized", true) : new StepState("small", false), "pvresize", "--", "/dev/x");
    }
}
