using System.Buffers.Binary;
using System.Diagnostics;
using EventOps.Bench.Growth;

namespace EventOps.Bench.RuleProcess;

/// <summary>
/// What the machine itself takes for a number to another process and back, at an even pace, with nothing done to it: a thread that sleeps, a pipe,
/// cat(1), a pipe, a thread that reads. An event has this way and two more threads to wake.
/// </summary>
internal static class BareWay
{
    private const int Number = sizeof(long);

    public static async Task<Figures> RunAsync(int perSecond, TimeSpan time, CancellationToken cancellationToken)
    {
        using var cat = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var took = new List<double>((int)(perSecond * time.TotalSeconds) + 1);
        var reading = Task.Factory.StartNew(() => Read(cat.StandardOutput.BaseStream, took), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var number = new byte[Number];
        EvenPace.Run(perSecond, time, cancellationToken.WaitHandle, _ =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, Stopwatch.GetTimestamp());
            cat.StandardInput.BaseStream.Write(number);
            cat.StandardInput.BaseStream.Flush();
        });
        cat.StandardInput.Close();
        await reading;
        await cat.WaitForExitAsync(cancellationToken);
        return new Figures(took);
    }

    private static void Read(Stream stream, List<double> took)
    {
        var bytes = new byte[Number * 1024];
        for (var (filled, count) = (0, 0); (count = stream.Read(bytes, filled, bytes.Length - filled)) > 0;)
        {
            var now = Stopwatch.GetTimestamp();
            filled += count;
            var whole = filled / Number * Number;
            for (var at = 0; at < whole; at += Number)
            {
                took.Add(Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at)), now).TotalMilliseconds);
            }

            bytes.AsSpan(whole, filled - whole).CopyTo(bytes);
            filled -= whole;
        }
    }
}
