namespace EventOps.Model;

/// <summary>What the settings say of one volume. A fact too: rules join it with the volume by name.</summary>
public sealed record VolumePolicy : IFact
{
    /// <summary>Its name everywhere; the mount point or device unless the settings give another.</summary>
    public required string Volume { get; init; }

    /// <summary>Where it is mounted; null when it is told by its device.</summary>
    public string? MountPoint { get; init; }

    /// <summary>Its device, such as /dev/vg0/data0; null when it is told by its mount point.</summary>
    public string? Device { get; init; }

    /// <summary>Grow when this much is in use, from 1 to 99 %; as df counts, so of what an ordinary user can have.</summary>
    public Percent GrowAt { get; init; } = new(85);

    /// <summary>Grow when less than this is available, whatever the share; zero for no such limit.</summary>
    public Bytes GrowBelow { get; init; }

    /// <summary>How much larger at a time; several at once when the volume fills fast.</summary>
    public Bytes Step { get; init; } = Bytes.FromMiB(500);

    /// <summary>The storage is never made larger than this.</summary>
    public required Bytes Ceiling { get; init; }

    /// <summary>The storage is made at least so large, whatever is in use; zero for no such wish.</summary>
    public Bytes AtLeast { get; init; }

    /// <summary>Left free in the volume group, or in the filesystem that holds the image.</summary>
    public Bytes Reserve { get; init; }

    /// <summary>The least time between the end of one growth and the start of the next, unless it is an emergency.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many growths may break the cooldown within an hour.</summary>
    public int EmergencyGrowths { get; init; } = 20;

    /// <summary>How long the room gained by one growth should last at the present rate; more steps are taken at once until it does.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The fastest this volume could possibly fill; sampling is planned for it.</summary>
    public ByteRate FastestFill { get; init; } = new(4L << 30);

    /// <summary>Grow for want of inodes when this share of them is in use.</summary>
    public Percent GrowAtInodes { get; init; } = new(90);

    string IFact.Key => Volume;
}
