namespace EventOps.Model;

/// <summary>Events were lost: what the sensor last said is unknown, not unchanged, until it has read all again.</summary>
/// <param name="Sensor">Its kebab-case name, the same as in settings and metrics.</param>
public sealed record SensorGap(string Sensor, string Reason) : Event;

/// <summary>A sensor stopped working. Facts that came from it are stale until it has recovered.</summary>
/// <param name="Cure">What would mend it, for a person to read.</param>
public sealed record SensorFailed(string Sensor, string Subject, string Reason, string Cure) : Event;

/// <summary>A sensor that had failed works again and has read all anew.</summary>
public sealed record SensorRecovered(string Sensor, string Subject) : Event;
