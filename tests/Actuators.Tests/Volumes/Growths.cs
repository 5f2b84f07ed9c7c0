using EventOps.Actuators.Volumes;
using EventOps.Lab;
using EventOps.Linux.Lvm;
using EventOps.Model;

namespace EventOps.Actuators.Tests.Volumes;

/// <summary>A hand for one scratch volume, and the way that the executor goes through its steps.</summary>
internal static class Growths
{
    public static VolumePolicy PolicyOf(ScratchVolume volume, Bytes? reserve = null, Bytes? step = null) => new()
    {
        Volume = "v",
        MountPoint = volume.MountPath,
        Ceiling = Bytes.FromGiB(2),
        Step = step ?? Bytes.FromMiB(64),
        Reserve = reserve ?? Bytes.Zero,
    };

    public static VolumeGrowth For(VolumePolicy policy, TimeSpan? limit = null) =>
        new(name => name == policy.Volume ? policy : null, new VolumeGroupView(new LvmTool(), new MetadataSaves(new LvmTool(), Path.Combine(Path.GetTempPath(), "eventops-saved"))), limit ?? TimeSpan.FromSeconds(60), TimeProvider.System);

    public static async Task<IReadOnlyList<IStep>> PlanAsync(ScratchVolume volume, Bytes target, Bytes? reserve = null) =>
        await For(PolicyOf(volume, reserve)).PlanAsync(new GrowVolume("v", target, "test"), TestContext.Current.CancellationToken);

    /// <summary>Checks all steps, then applies and verifies those that are to be done.</summary>
    /// <returns>How many there were to do.</returns>
    public static async Task<int> CarryOutAsync(IReadOnlyList<IStep> steps)
    {
        var open = new List<IStep>();
        foreach (var step in steps)
        {
            switch (await step.CheckAsync(CancellationToken.None))
            {
                case Readiness.Ready:
                    open.Add(step);
                    break;
                case Readiness.Refused refused:
                    Assert.Fail($"{step.Does}: {refused.Obstacle}");
                    break;
                default:
                    break;
            }
        }

        foreach (var step in open)
        {
            Assert.False(await step.VerifyAsync(CancellationToken.None), $"{step.Does}: is so before it is done");
            await step.ApplyAsync(CancellationToken.None);
            Assert.True(await step.VerifyAsync(CancellationToken.None), $"{step.Does}: {await step.DescribeAsync(CancellationToken.None)}");
        }

        return open.Count;
    }

    public static async Task<Obstacle> RefusalAsync(IStep step) =>
        Assert.IsType<Readiness.Refused>(await step.CheckAsync(CancellationToken.None)).Obstacle;
}
