using System.Diagnostics;
using EventOps.Journal;
using EventOps.Model;

namespace EventOps.Bench.Journal;

/// <summary>Each prints one line of figures.</summary>
internal static class Measures
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JournalWriterOptions Roomy = new() { Memory = Bytes.FromGiB(2), SegmentSize = Bytes.FromMiB(64), TotalSize = Bytes.FromGiB(8), Compress = false };

    public static async Task Warm(string folder)
    {
        using (var writer = JournalWriter.Open(folder, Roomy))
        {
            for (var i = 0; i < 100_000; i++)
            {
                writer.Append(Sample(i), "volumes");
            }

            for (var i = 0; i < 300; i++)
            {
                await writer.MakeDurableAsync(writer.Append(Sample(100_000 + i), "volumes").Sequence);
            }
        }

        for (var i = 0; i < 2; i++)
        {
            Console.Error.WriteLine($"warm: {JournalReader.Open(folder).Read().Count()} records");
        }
    }

    public static void Paced(string folder, int perSecond, int seconds)
    {
        var count = perSecond * seconds;
        using var process = Process.GetCurrentProcess();
        using var writer = JournalWriter.Open(folder, new JournalWriterOptions());
        var times = new double[count];
        var step = Stopwatch.Frequency / perSecond;
        process.Refresh();
        var begin = Stopwatch.GetTimestamp();
        long inAppend = 0;
        for (var i = 0; i < count; i++)
        {
            var due = begin + (i * step);
            while (Stopwatch.GetTimestamp() < due)
            {
                Thread.SpinWait(20);
            }

            var before = Stopwatch.GetTimestamp();
            writer.Append(Sample(i), "volumes");
            var took = Stopwatch.GetTimestamp() - before;
            inAppend += took;
            times[i] = took * 1e6 / Stopwatch.Frequency;
        }

        Array.Sort(times);
        Console.WriteLine($"append at {perSecond}/s: mean {inAppend * 1e6 / Stopwatch.Frequency / count:0.00} µs, median {times[count / 2]:0.00} µs, p99 {times[count * 99 / 100]:0.00} µs, max {times[^1]:0} µs");
    }

    public static void FlatOut(string folder, int count)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        TimeSpan appended;
        using (var writer = JournalWriter.Open(folder, Roomy))
        {
            for (var i = 0; i < count; i++)
            {
                writer.Append(Sample(i), "volumes");
            }

            appended = watch.Elapsed;
        }

        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        Console.WriteLine($"append flat out: {appended.TotalMicroseconds / count:0.00} µs each ({count / appended.TotalSeconds:0}/s); on disk and synced after {watch.Elapsed.TotalSeconds:0.00} s; processor time in all threads {cpu.TotalMicroseconds / count:0.00} µs each");
    }

    public static void Decode(string folder)
    {
        foreach (var check in new[] { true, false })
        {
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            var count = 0;
            long bytes = 0;
            foreach (var record in JournalReader.Open(folder).Read(new() { CheckHashes = check }))
            {
                count++;
                bytes += record.Line.Length;
            }

            process.Refresh();
            cpu = process.TotalProcessorTime - cpu;
            Console.WriteLine($"read {(check ? "with" : "without")} hashes checked: {count / watch.Elapsed.TotalSeconds:0} lines/s, {bytes / watch.Elapsed.TotalSeconds / (1 << 20):0} MiB/s, {bytes / count} bytes a line; {count / cpu.TotalSeconds:0} lines per second of processor time");
        }
    }

    public static async Task Durable(string folder, string bareFile, int count)
    {
        var times = new double[count];
        using (var writer = JournalWriter.Open(folder, new JournalWriterOptions()))
        {
            for (var i = 0; i < count; i++)
            {
                var before = Stopwatch.GetTimestamp();
                await writer.MakeDurableAsync(writer.Append(Sample(i), "volumes").Sequence);
                times[i] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
            }
        }

        Print("durable append", times);
        using var bare = new FileStream(bareFile, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        var line = new byte[450];
        for (var i = 0; i < count; i++)
        {
            var before = Stopwatch.GetTimestamp();
            bare.Write(line);
            bare.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }

        Print("bare write and fsync", times);
    }

    private static void Print(string what, double[] times)
    {
        Array.Sort(times);
        Console.WriteLine($"{what}: median {times[times.Length / 2]:0.000} ms, p99 {times[times.Length * 99 / 100]:0.000} ms");
    }

    private static VolumeSampled Sample(int i) =>
        new("/data", Bytes.FromGiB(10), new(4_000_000_000L - i), new(4_500_000_000L - i), 655360, 600000, Bytes.FromGiB(11), Bytes.FromGiB(10), new(1 << 20), new(1 << 19), false, 2048.Seconds()) { At = Start.AddMicroseconds(200L * i) };
}
