using System.Text;
using System.Text.Json;
using EventOps.Rules.Compilation;

namespace EventOps.Rules.Tests.Compilation;

public sealed class RuleCompilerMainTests
{
    private static async Task<(int Exit, JsonElement Answer)> Ask(byte[] request)
    {
        using var output = new MemoryStream();
        var exit = await RuleCompilerMain.RunAsync(new MemoryStream(request), output, TestContext.Current.CancellationToken);
        return (exit, JsonDocument.Parse(output.ToArray()).RootElement);
    }

    [Fact]
    public async Task A_request_is_answered_file_by_file()
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(new { Sources = new[] { Workbench.Source(Workbench.Good, "a.cs"), Workbench.Source("nonsense", "b.cs") } });

        var (exit, answer) = await Ask(request);

        Assert.Equal(0, exit);
        var results = answer.GetProperty("Results");
        Assert.NotEmpty(results[0].GetProperty("Compiled").GetProperty("Assembly").GetBytesFromBase64());
        Assert.False(results[1].TryGetProperty("Compiled", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Sources\":[{\"File\"")]
    [InlineData("{\"Sources\":[],\"References\":[\"/does/not/exist.dll\"]}")]
    [InlineData("{\"Sources\":[],\"References\":[\"/etc/passwd\"]}")]
    public async Task A_bad_request_is_answered_with_the_reason(string request)
    {
        var (exit, answer) = await Ask(Encoding.UTF8.GetBytes(request));

        Assert.Equal(2, exit);
        Assert.NotEmpty(answer.GetProperty("Failure").GetProperty("Message").GetString()!);
    }
}
