namespace EventOps.Actuators.Tests.Storage;

/// <summary>Goes through a step as the executor does.</summary>
internal static class Steps
{
    public static async Task<Readiness> CheckAsync(IStep step) => await step.CheckAsync(TestContext.Current.CancellationToken);

    public static async Task CarryOutAsync(IStep step)
    {
        var readiness = await CheckAsync(step);
        Assert.True(readiness is Readiness.Ready, $"{step.Does}: {readiness}");
        await step.ApplyAsync(TestContext.Current.CancellationToken);
        Assert.True(
            await step.VerifyAsync(TestContext.Current.CancellationToken),
            $"{step.Does}: {await step.DescribeAsync(TestContext.Current.CancellationToken)}");
    }
}
