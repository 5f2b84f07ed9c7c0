using EventOps.Model;

namespace EventOps.Host.Replay;

/// <summary>
/// A volume as it would have been: the writers of the journal on storage of another size. What they write is taken from the
/// recorded readings; while the recorded volume was full, they go on at the rate they had before.
/// </summary>
internal sealed class ModelVolume
{
    private VolumeSampled? _recorded;
    private VolumeSampled? _shown;
    private Bytes _device;
    private Bytes _room;
    private Bytes _roomRecorded;
    private Bytes _blocked;
    private ByteRate _rateBeforeFull;

    /// <summary>What a filesystem may leave unused at the end of its device.</summary>
    private static readonly Bytes Rounding = Bytes.FromMiB(16);

    /// <summary>As the model has it now; null until the journal had a reading.</summary>
    public VolumeSampled? Shown => _shown;

    /// <summary>How much larger the storage could be made.</summary>
    public Bytes Room => _room;

    /// <summary>While nothing differs yet: the reading is what is so.</summary>
    public void Follow(VolumeSampled recorded) => (_recorded, _shown, _device) = (recorded, recorded, recorded.DeviceSize);

    /// <summary>What the pool gives, as the journal knows it.</summary>
    public VolumeReadinessChanged Follow(VolumeReadinessChanged recorded, bool isForked)
    {
        // What the recorded growths took from the pool, the modelled ones did not, and the other way round.
        _roomRecorded = recorded.Room;
        var difference = isForked && _recorded is { } last ? _device - last.DeviceSize : Bytes.Zero;
        _room = Bytes.Max(Bytes.Zero, recorded.Room - difference);
        return recorded with { Room = _room };
    }

    /// <returns>The reading that this volume would have given where the journal's gave <paramref name="recorded"/>.</returns>
    public VolumeSampled Sample(VolumeSampled recorded)
    {
        if (_recorded is { } before && before.Available <= Bytes.Zero && _shown is { Available.Value: > 0 })
        {
            _blocked += _rateBeforeFull.Over(recorded.At - before.At);
        }

        if (recorded.Available > Bytes.Zero && ByteRate.Max(recorded.ShortRate, recorded.LongRate) > ByteRate.Zero)
        {
            _rateBeforeFull = ByteRate.Max(recorded.ShortRate, recorded.LongRate);
        }

        _recorded = recorded;
        return _shown = On(recorded, _device);
    }

    /// <summary>The reading between two, at a share of the way, as the writers would have it at an even rate.</summary>
    public VolumeSampled Between(VolumeSampled recorded, double share, DateTimeOffset at)
    {
        var before = _recorded!;
        Bytes Mid(Bytes a, Bytes b) => new(a.Value + (long)((b.Value - a.Value) * share));
        return Sample(recorded with
        {
            At = at,
            Free = Mid(before.Free, recorded.Free),
            Available = Mid(before.Available, recorded.Available),
            Size = before.Size,
            DeviceSize = before.DeviceSize,
            FileSystemSize = before.FileSystemSize,
        });
    }

    /// <summary>The last recorded reading, and so what growth may be interpolated from.</summary>
    public VolumeSampled? Recorded => _recorded;

    /// <returns>Whether the storage has the size now; not when the pool has no room for it.</returns>
    public bool TryGrow(Bytes toAtLeast)
    {
        var more = toAtLeast - _device;
        if (more <= Bytes.Zero)
        {
            return true;
        }

        if (_roomRecorded > Bytes.Zero && more > _room)
        {
            return false;
        }

        _device = toAtLeast;
        _room = Bytes.Max(Bytes.Zero, _room - more);
        return true;
    }

    /// <summary>What a look at it shows now, after a growth.</summary>
    public VolumeSampled? LookAgain(DateTimeOffset at) => _recorded is { } last ? _shown = On(last, _device) with { At = at } : null;

    private VolumeSampled On(VolumeSampled recorded, Bytes device)
    {
        // A filesystem's own metadata is there already: what its storage gains, it gains. A reading taken amid a recorded growth has
        // the new storage and the old filesystem; modelled ones grow in one step.
        var isAmidGrowth = recorded.FileSystemSize > Bytes.Zero && recorded.DeviceSize - recorded.FileSystemSize > Rounding;
        var gained = device - (isAmidGrowth ? recorded.FileSystemSize : recorded.DeviceSize);
        var free = Bytes.Max(Bytes.Zero, recorded.Free + gained - _blocked);
        var available = Bytes.Max(Bytes.Zero, recorded.Available + gained - _blocked);
        var rate = ByteRate.Max(recorded.ShortRate, recorded.LongRate);
        return recorded with
        {
            Size = recorded.Size + gained,
            Free = free,
            Available = available,
            DeviceSize = device,
            FileSystemSize = recorded.FileSystemSize + gained,
            TimeToFull = rate > ByteRate.Zero ? TimeSpan.FromSeconds((double)available.Value / rate.PerSecond) : null,
        };
    }
}
