using EventOps.Host.RuleProcess;

namespace EventOps.Host.Tests.RuleProcess;

public sealed class RecentLinesTests
{
    [Fact]
    public void What_is_remembered_is_what_was_added_however_often_its_memory_was_used_before()
    {
        var random = new Random(7);
        var lines = new RecentLines();
        var told = new Queue<(long Sequence, byte[] Line)>();
        var bytes = 0L;
        for (var sequence = 1L; sequence <= 20_000; sequence++)
        {
            // Some are longer than all that is remembered may be together.
            var line = new byte[random.Next(1000) == 0 ? random.Next(1, 1_200_000) : random.Next(1, 2000)];
            random.NextBytes(line);
            lines.Add(sequence, line);
            told.Enqueue((sequence, line));
            bytes += line.Length;
            while (told.Count > 4096 || bytes > 1 << 20)
            {
                bytes -= told.Dequeue().Line.Length;
            }

            if (sequence % 1000 == 0)
            {
                var all = lines.All();
                Assert.Equal(told.Select(t => t.Sequence), all.Select(l => l.Sequence));
                Assert.All(told.Zip(all), both => Assert.True(both.First.Line.AsSpan().SequenceEqual(both.Second.Line.Span)));
            }
        }
    }

    [Fact]
    public void What_was_given_out_stays_as_it_was()
    {
        var lines = new RecentLines();
        lines.Add(1, "first"u8);
        var given = lines.All();
        for (var sequence = 2L; sequence <= 3000; sequence++)
        {
            lines.Add(sequence, new byte[1000]);
        }

        Assert.Equal("first"u8.ToArray(), Assert.Single(given).Line.ToArray());
    }
}
