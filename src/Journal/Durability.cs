namespace EventOps.Journal;

/// <summary>Whether a record will survive a power cut.</summary>
public enum Durability
{
    /// <summary>fdatasync(2) has covered it.</summary>
    Durable,

    /// <summary>It is in memory alone: the disk is full, failing or does not answer in time. It is written as soon as that is mended.</summary>
    NotDurable,
}
