using System.Buffers.Binary;
using System.Text;
using EventOps.Linux.Block;

namespace EventOps.Linux.Tests.Block;

/// <summary>What device-mapper's answer about a thin pool means, and that no other answer means anything.</summary>
public sealed class ThinPoolStatusTests
{
    private const string Told = "1 118/1024 3481/4800 - rw no_discard_passdown queue_if_no_space - 1024 ";

    [Fact]
    public void A_pools_line_is_read()
    {
        var status = ThinPoolStatus.Parse(Answer("thin-pool", Told));

        Assert.Equal(new ThinPoolStatus((3481, 4800), (118, 1024), "rw"), status);
        Assert.Equal("72% of 4800, 11% of 1024, rw", status?.ToString());
    }

    [Theory]
    [InlineData("linear", Told)]
    [InlineData("thin-pool", "")]
    [InlineData("thin-pool", "Fail")]
    [InlineData("thin-pool", "Error")]
    [InlineData("thin-pool", "1 118/1024 3481 - rw")]
    [InlineData("thin-pool", "1 -118/1024 3481/4800 - rw")]
    [InlineData("thin-pool", "1 118/99999999999999999999 3481/4800 - rw")]
    public void Anything_else_is_nothing(string target, string line) => Assert.Null(ThinPoolStatus.Parse(Answer(target, line)));

    [Fact]
    public void A_cut_or_forged_answer_is_read_within_its_bounds()
    {
        var whole = Answer("thin-pool", Told);
        for (var length = 0; length < whole.Length; length++)
        {
            ThinPoolStatus.Parse(whole.AsSpan(0, length));
        }

        foreach (var start in (uint[])[0, 311, 400, 985, 1024, uint.MaxValue])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(16), start);
            Assert.Null(ThinPoolStatus.Parse(whole));
        }
    }

    [Theory]
    [InlineData("vg0")]
    [InlineData("a/b/c")]
    [InlineData("no-such-group/pool0")]
    public void Of_a_pool_that_is_not_there_nothing_is_known(string pool) => Assert.Null(ThinPoolStatus.Read(pool));

    [Fact]
    public void A_name_too_long_for_device_mapper_is_not_asked_for() => Assert.Null(ThinPoolStatus.Read("vg0/" + new string('p', 200)));

    private static byte[] Answer(string target, string line)
    {
        var answer = new byte[1024];
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(16), 312);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(20), 1);
        Encoding.ASCII.GetBytes(target).CopyTo(answer, 312 + 24);
        Encoding.ASCII.GetBytes(line).CopyTo(answer, 312 + 40);
        return answer;
    }
}
