namespace EventOps.Model;

/// <summary>The names of the sensors: keys in settings, journal and metrics.</summary>
public static class SensorNames
{
    public const string Volumes = "volumes";

    public const string Mounts = "mounts";

    public const string Blocks = "block-devices";

    public const string Storage = "storage";
}
