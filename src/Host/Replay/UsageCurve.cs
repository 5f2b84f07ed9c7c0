using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>How a volume's usage and size went, in a bounded number of points.</summary>
internal sealed class UsageCurve(string volume)
{
    private const int Most = 2000;

    private readonly List<UsagePoint> _points = [];
    private int _every = 1;
    private int _passed;

    public string Volume => volume;

    public void Add(VolumeSampled sample)
    {
        var point = new UsagePoint(sample.At, sample.Size - sample.Free, sample.Size);
        if (_points.Count > 0 && _points[^1].Size == point.Size && ++_passed % _every != 0)
        {
            return;
        }

        _points.Add(point);
        if (_points.Count > Most)
        {
            for (var i = _points.Count - 2; i > 0; i -= 2)
            {
                _points.RemoveAt(i);
            }

            _every *= 2;
        }
    }

    public UsageCurveText ToText() => new(volume, [.. _points]);
}

/// <param name="Points">In the order of time.</param>
internal sealed record UsageCurveText(string Volume, IReadOnlyList<UsagePoint> Points)
{
    public UsageCurveText In(ReplayRange range) => this with { Points = [.. Points.Where(p => range.Holds(p.At))] };
}

internal readonly record struct UsagePoint(DateTimeOffset At, Bytes Used, Bytes Size);
