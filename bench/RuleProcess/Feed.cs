using System.Globalization;
using EventOps.Host.Pipeline;
using EventOps.Model;

namespace EventOps.Bench.RuleProcess;

/// <summary>Posts numbered events at an even rate until it is stopped: readings of volumes, and each fiftieth an alarm that the rules answer.</summary>
internal sealed class Feed(Inbox inbox, int perSecond) : IDisposable
{
    public const int AlarmEach = 50;
    private const int Volumes = 50;
    private const int AlarmKeys = 1000;
    private static readonly Bytes Size = Bytes.FromGiB(10);
    private Thread? _thread;
    private readonly ManualResetEvent _stop = new(false);

    /// <summary>How many were posted.</summary>
    public long Posted { get; private set; }

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "feed" };
        _thread.Start();
    }

    public void Stop()
    {
        _stop.Set();
        _thread?.Join();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    /// <summary>The number that an event of a feed carries; null for any other event.</summary>
    public static long? NumberOf(Event e) => e switch
    {
        VolumeSampled s => s.InodesFree,
        AlarmRaised a when a.Key.StartsWith('n') => long.Parse(a.Message, CultureInfo.InvariantCulture),
        _ => null,
    };

    public static Event At(long number) => number % AlarmEach == 0
        ? new AlarmRaised(string.Create(CultureInfo.InvariantCulture, $"n{number / AlarmEach % AlarmKeys}"), Severity.Notice, number.ToString(CultureInfo.InvariantCulture))
        : Reading(string.Create(CultureInfo.InvariantCulture, $"data{number % Volumes}"), number);

    /// <summary>A reading of a volume that is 40 % full, told apart from others by its number.</summary>
    public static VolumeSampled Reading(string volume, long number) =>
        new(volume, Size, new Bytes(Size.Value / 10 * 6), new Bytes((Size.Value / 10 * 6) + (number % 4096)), 1L << 40, number, Size, Size, default, default, false);

    private void Run() => EvenPace.Run(perSecond, TimeSpan.MaxValue, _stop, number =>
    {
        inbox.Post(At(number), "bench");
        Posted = number + 1;
    });
}
