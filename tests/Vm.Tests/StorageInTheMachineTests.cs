namespace EventOps.Vm.Tests;

/// <summary>Faults of a real volume group under a service that goes on serving, each cured by the daemon with the stock rules.</summary>
public class StorageInTheMachineTests(StorageRun run, ITestOutputHelper output) : IClassFixture<StorageRun>
{
    public static TheoryData<string> Faults => [.. StorageRun.Faults];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_noticed_and_healed_and_no_request_fails(string fault)
    {
        var seen = run.Case(fault);
        output.WriteLine(run.Table());

        Assert.True(seen.IsHealed, $"{fault}: {seen.Wrong}");
        Assert.True(seen.Requests > 0);
        Assert.Equal(0, seen.Failures);
    }
}
