namespace EventOps.Linux.Tests;

/// <summary>Waits for what the kernel or another process does in its own time.</summary>
internal static class Eventually
{
    internal static async Task Holds(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }
}
