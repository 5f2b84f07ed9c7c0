using EventOps.Model;

namespace EventOps.Sensors.Volumes;

/// <summary>
/// How fast a volume fills, over two sliding windows. The short one follows a burst and forgets it within a second; the long
/// one tells a trend. Fed at any spacing; costs no allocation once warm.
/// </summary>
public sealed class FillRate(TimeSpan shortWindow, TimeSpan longWindow)
{
    private readonly Window _short = new(shortWindow);
    private readonly Window _long = new(longWindow);

    public FillRate()
        : this(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60))
    {
    }

    public ByteRate Short => _short.Rate;

    public ByteRate Long => _long.Rate;

    /// <summary>The faster of both, never negative: what plans are made for.</summary>
    public ByteRate Fastest => ByteRate.Max(ByteRate.Zero, ByteRate.Max(Short, Long));

    /// <param name="now">Monotonic time of the reading; not before the reading before it.</param>
    public void Add(TimeSpan now, Bytes used)
    {
        _short.Add(now, used);
        _long.Add(now, used);
    }

    /// <summary>Forgets all: after a remount the numbers belong to another filesystem.</summary>
    public void Reset()
    {
        _short.Reset();
        _long.Reset();
    }

    /// <summary>A ring of points a sixteenth of the window apart, however often it is fed.</summary>
    private sealed class Window(TimeSpan length)
    {
        private const int Points = 16;
        private readonly (TimeSpan At, Bytes Used)[] _ring = new (TimeSpan, Bytes)[Points + 1];
        private readonly TimeSpan _spacing = length / Points;
        private int _first;
        private int _count;

        public ByteRate Rate { get; private set; }

        public void Add(TimeSpan now, Bytes used)
        {
            if (_count == 0 || now - Newest.At >= _spacing)
            {
                Push(now, used);
            }

            // The oldest point just outside the window is kept, so that the window is covered whole.
            while (_count > 1 && now - _ring[(_first + 1) % _ring.Length].At >= length)
            {
                _first = (_first + 1) % _ring.Length;
                _count--;
            }

            var oldest = _ring[_first];
            Rate = ByteRate.Of(used - oldest.Used, now - oldest.At);
        }

        public void Reset() => (_first, _count, Rate) = (0, 0, ByteRate.Zero);

        private (TimeSpan At, Bytes Used) Newest => _ring[(_first + _count - 1) % _ring.Length];

        private void Push(TimeSpan now, Bytes used)
        {
            if (_count == _ring.Length)
            {
                _first = (_first + 1) % _ring.Length;
                _count--;
            }

            _ring[(_first + _count) % _ring.Length] = (now, used);
            _count++;
        }
    }
}
