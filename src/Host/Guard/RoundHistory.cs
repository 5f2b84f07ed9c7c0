namespace EventOps.Host.Guard;

/// <summary>
/// How often one resource had to be corrected lately. Corrections that are undone again and again are a fight that nobody wins: each further
/// one waits twice as long, and one that was calm for long enough ends it.
/// </summary>
internal sealed class RoundHistory
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly Queue<DateTimeOffset> _rounds = new();
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private int _undone;

    /// <summary>How long a further correction waits from the end of the last; zero when nothing contends.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>No further correction before; in the past when nothing contends.</summary>
    public DateTimeOffset Until => Pause == TimeSpan.Zero ? DateTimeOffset.MinValue : _last + Pause;

    /// <summary>Corrections in this fight so far.</summary>
    public int Rounds => _undone;

    /// <summary>A correction succeeded.</summary>
    /// <param name="limit">So many within a minute are a fight.</param>
    public void Corrected(DateTimeOffset at, int limit)
    {
        if (Pause > TimeSpan.Zero)
        {
            if (at - _last > (Pause * 2) + Window)
            {
                Pause = TimeSpan.Zero;
                _undone = 0;
                _rounds.Clear();
            }
            else
            {
                Pause = Pause * 2 < LongestPause ? Pause * 2 : LongestPause;
            }
        }

        _last = at;
        _undone++;
        _rounds.Enqueue(at);
        while (at - _rounds.Peek() > Window)
        {
            _rounds.Dequeue();
        }

        if (Pause == TimeSpan.Zero)
        {
            _undone = _rounds.Count;
            Pause = _rounds.Count >= limit ? FirstPause : TimeSpan.Zero;
        }
    }
}
