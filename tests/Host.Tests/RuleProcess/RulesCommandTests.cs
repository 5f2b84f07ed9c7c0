using EventOps.Host.Commands;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class RulesCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_template_passes_the_check_as_it_is_written()
    {
        Assert.Equal(0, await RunAsync("rules", "new", "WarnOfFullVolume", "--rules", _folder, "--settings", "/nowhere"));
        Assert.Equal(0, await RunAsync("rules", "check", "--strict", "--rules", _folder, "--settings", "/nowhere"));
        Assert.Equal(ExitCodes.Failed, await RunAsync("rules", "new", "WarnOfFullVolume", "--rules", _folder, "--settings", "/nowhere"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("small")]
    [InlineData("With space")]
    [InlineData("")]
    public async Task A_template_gets_a_name_that_a_class_can_have(string name) =>
        Assert.Equal(ExitCodes.Usage, await RunAsync("rules", "new", name, "--rules", _folder, "--settings", "/nowhere"));

    [Fact]
    public async Task A_check_fails_over_broken_rules_and_over_an_empty_folder()
    {
        Assert.Equal(ExitCodes.BadData, await RunAsync("rules", "check", "--rules", _folder, "--settings", "/nowhere"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "x.cs"), "public class X : Rule { }", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.BadData, await RunAsync("rules", "check", "--json", "--rules", _folder, "--settings", "/nowhere"));
    }

    [Fact]
    public async Task The_graph_tells_what_each_rule_looks_at_and_wants()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "grow.cs"),
            RuleTexts.Rule("Grow", "ctx.Act(new GrowVolume(volume.Name, volume.DeviceSize + 1.GB(), \"test\"))", "v.Name == \"dta\""),
            TestContext.Current.CancellationToken);
        var read = await RulesFolder.ReadAsync(_folder, TestContext.Current.CancellationToken);
        Assert.Empty(read.Errors);
        var shape = Assert.Single(read.Shapes);
        Assert.Equal(["Volume"], shape.Reads);
        Assert.Equal(["GrowVolume"], shape.Wants);
        Assert.Equal(["dta"], shape.Volumes);
        Assert.Contains("\"Volume\" -> \"Grow\";", RulesGraphCommand.Dot(read.Shapes), StringComparison.Ordinal);
        Assert.Contains("\"Grow\" -> \"GrowVolume\";", RulesGraphCommand.Dot(read.Shapes), StringComparison.Ordinal);
    }

    private static async Task<int> RunAsync(params string[] arguments) => await CommandLineOf.RunAsync(arguments);
}
