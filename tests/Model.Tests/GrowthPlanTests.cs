using CsCheck;

namespace EventOps.Model.Tests;

/// <summary>How large a volume is to become: by table, and for any volume and policy.</summary>
public sealed class GrowthPlanTests
{
    private static readonly GrowthCase[] Cases =
    [
        new("one step when nothing is short", 500, 500, 1500),
        new("one step exactly at the threshold", 850, 150, 1500),
        new("one step just over the threshold", 851, 149, 1500),
        new("one step when full", 1000, 0, 1500),
        new("two small steps when full, one would not do", 1000, 0, 1200) { Step = 100 },
        new("as many tiny steps as it takes", 1000, 0, 1180) { Step = 10 },
        new("several steps at fast fill", 850, 150, 3500) { Rate = 1000 },
        new("clamped at the ceiling at very fast fill", 850, 150, 8192) { Rate = 3000 },
        new("clamped at a ceiling between two steps", 850, 150, 3000) { Rate = 1000, Ceiling = 3000 },
        new("clamped, not skipped, one MiB below the ceiling", 1000, 0, 1001) { Ceiling = 1001 },
        new("nothing at the ceiling", 1000, 0, 1000) { Ceiling = 1000 },
        new("never smaller, though over the ceiling", 1000, 0, 1000) { Ceiling = 900 },
        new("one step at slow fill", 850, 150, 1500) { Rate = 100 },
        new("more steps for a longer horizon", 850, 150, 2500) { Rate = 100, Horizon = 10 },
        new("the long rate counts when it is the faster", 850, 150, 2000) { LongRate = 400 },
        new("the short rate counts when it is the faster", 850, 150, 2000) { Rate = 400, LongRate = 10 },
        new("one step although it empties", 900, 100, 1500) { Rate = -500, LongRate = -100 },
        new("one step at fast fill below the threshold", 500, 500, 1500) { Rate = 3000 },
        new("the bytes limit counts below the share", 800, 200, 1500) { Below = 300 },
        new("the bytes limit sets the number of steps", 800, 200, 1900) { Below = 900, Step = 100 },
        new("the stricter of share and bytes counts", 900, 100, 1180) { Below = 250, Step = 10 },
        new("a low share needs more", 900, 100, 2000) { GrowAt = 50 },
        new("a high share needs little", 1000, 0, 1500) { GrowAt = 99 },
        new("the lowest share needs most", 100, 900, 10500) { GrowAt = 1, Ceiling = 20000 },
        new("from a size that is no multiple of the step", 1500, 24, 2024),
        new("from the measured device, though the filesystem spans less", 900, 100, 2000) { Device = 1500 },
        new("from the measured device and never the last request", 900, 100, 1503) { Device = 1003 },
        new("blocks reserved for root are not part of the whole: not over", 800, 150, 1500) { Device = 1000 },
        new("blocks reserved for root are not part of the whole: over", 820, 130, 1020) { Device = 1000, Step = 20 },
        new("one step while nothing is known", 1000, 0, 1100) { IsKnown = false, Step = 100, Rate = 3000 },
        new("one step brings inodes enough", 500, 500, 1500) { InodesFree = 50 },
        new("as many steps as inodes need", 500, 500, 1060) { InodesFree = 50, Step = 10 },
        new("several steps for inodes", 500, 500, 2000) { InodesFree = 50, GrowAtInodes = 50 },
        new("clamped at the ceiling for inodes", 500, 500, 1400) { InodesFree = 50, GrowAtInodes = 50, Ceiling = 1400 },
        new("no inodes to count", 500, 500, 1500) { Inodes = 0, InodesFree = 0, FileSystem = "btrfs" },
        new("the larger need of bytes and inodes counts: bytes", 1000, 0, 1180) { InodesFree = 50, Step = 10 },
        new("the larger need of bytes and inodes counts: inodes", 1000, 0, 1910) { InodesFree = 50, Step = 10, GrowAtInodes = 50 },
        new("a horizon shorter than a step lasts", 850, 150, 1500) { Rate = 4096, Horizon = 0.01 },
        new("an endless horizon ends at the ceiling", 850, 150, 8192) { Rate = 4096, Horizon = 3600 },
        new("no more steps than there is room for", 850, 150, 2500) { Rate = 1000, Room = 1600 },
        new("one step where there is room for one", 850, 150, 1500) { Rate = 1000, Room = 999 },
        new("as asked where there is not even room for one", 850, 150, 3500) { Rate = 1000, Room = 499 },
        new("all steps where there is just the room", 850, 150, 3500) { Rate = 1000, Room = 2500 },
        new("the least size where there is room for no step beyond it", 850, 150, 1200) { Rate = 1000, Room = 699, AtLeast = 1200 },
        new("a step beyond the least size where there is room", 850, 150, 1700) { Rate = 1000, Room = 700, AtLeast = 1200 },
        new("an empty volume", 0, 1000, 1500),
        new("a volume of nothing", 0, 0, 500),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_next_size_is_as_the_table_says(string name)
    {
        var row = Cases.Single(c => c.Name == name);
        Assert.Equal(GrowthCase.MiB(row.Expected), row.Volume.NextSize(row.Policy));
    }

    [Fact]
    public void A9_no_volume_and_no_policy_ask_for_more_than_the_ceiling_or_for_less_than_there_is() => AnyCase.Sample(row =>
    {
        var next = row.Volume.NextSize(row.Policy);
        return next <= Bytes.Max(row.Policy.Ceiling, row.Volume.DeviceSize) && next >= row.Volume.DeviceSize;
    });

    [Fact]
    public void After_growing_by_the_plan_a_volume_is_under_its_threshold_unless_the_ceiling_clamped_it() => AnyCase.Sample(row =>
    {
        var (volume, policy) = (row.Volume, row.Policy);
        var next = volume.NextSize(policy);
        var more = next - volume.DeviceSize;
        return next == policy.Ceiling || more == Bytes.Zero || policy.Headroom(volume.Used, volume.Available + more) > Bytes.Zero
            || !volume.IsOver(policy);
    });

    [Fact]
    public void Growing_is_by_whole_steps_unless_the_ceiling_clamps() => AnyCase.Sample(row =>
    {
        var more = row.Volume.NextSize(row.Policy) - row.Volume.DeviceSize;
        return row.Volume.NextSize(row.Policy) == row.Policy.Ceiling || more.Value % row.Policy.Step.Value == 0;
    });

    [Fact]
    public void A_rate_beyond_all_reason_ends_at_the_ceiling_and_overflows_nowhere()
    {
        var row = new GrowthCase("", 1000, 0, 0) { Horizon = 3600 };
        var volume = row.Volume with { ShortRate = new ByteRate(long.MaxValue) };
        Assert.Equal(row.Policy.Ceiling, volume.NextSize(row.Policy));
    }

    [Theory]
    [InlineData("ext4", 50, 8192, true)]
    [InlineData("xfs", 50, 8192, true)]
    [InlineData("btrfs", 50, 8192, false)]
    [InlineData("tmpfs", 50, 8192, false)]
    [InlineData("ext4", 50, 1050, false)]
    [InlineData("ext4", 50, 1056, true)]
    [InlineData("ext4", 0, 1111, false)]
    [InlineData("ext4", 0, 1112, true)]
    public void A32_growth_cures_inodes_where_the_filesystem_gains_enough_below_the_ceiling(string fileSystem, long free, double ceiling, bool expected)
    {
        var row = new GrowthCase("", 500, 500, 0) { FileSystem = fileSystem, InodesFree = free, Ceiling = ceiling };
        Assert.Equal(expected, row.Volume.GrowthCuresInodes(row.Policy));
    }

    [Theory]
    [InlineData(101, false)]
    [InlineData(100, true)]
    [InlineData(0, true)]
    public void A32_a_volume_is_short_of_inodes_from_its_share_on(long free, bool expected)
    {
        var row = new GrowthCase("", 500, 500, 0) { InodesFree = free };
        Assert.Equal(expected, row.Volume.IsShortOfInodes(row.Policy));
        Assert.False((row.Volume with { IsKnown = false }).IsShortOfInodes(row.Policy));
        Assert.False((row.Volume with { Inodes = 0, InodesFree = 0 }).IsShortOfInodes(row.Policy));
    }

    [Theory]
    [InlineData(1016, 1000, false)]
    [InlineData(1017, 1000, true)]
    [InlineData(1000, 0, false)]
    public void A1_storage_larger_than_its_filesystem_by_more_than_rounding_is_half_grown(double device, double fileSystem, bool expected)
    {
        var volume = new GrowthCase("", 500, 500, 0).Volume with { DeviceSize = GrowthCase.MiB(device), FileSystemSize = GrowthCase.MiB(fileSystem) };
        Assert.Equal(expected, volume.IsHalfGrown);
        Assert.False((volume with { IsKnown = false }).IsHalfGrown);
    }

    private static Gen<GrowthCase> AnyCase =>
        from used in Gen.Double[0, 1 << 20]
        from available in Gen.Double[0, 1 << 20]
        from extra in Gen.Double[0, 1 << 16]
        from step in Gen.Int[1, 1 << 14]
        from ceiling in Gen.Int[1, 1 << 22]
        from growAt in Gen.Int[1, 99]
        from below in Gen.Int[0, 1 << 16]
        from rate in Gen.Double[-4096, 1 << 22]
        from horizon in Gen.Double[0.01, 3600]
        from inodes in Gen.Long[0, 1L << 40]
        from inodesFree in Gen.Long[0, 1L << 40]
        from isKnown in Gen.Bool
        select new GrowthCase("", used, available, 0)
        {
            Device = used + available + extra,
            Step = step,
            Ceiling = ceiling,
            GrowAt = growAt,
            Below = below,
            Rate = rate,
            Horizon = horizon,
            Inodes = inodes,
            InodesFree = Math.Min(inodes, inodesFree),
            IsKnown = isKnown,
        };
}
