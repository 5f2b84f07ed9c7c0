using EventOps.Model;

namespace EventOps.Sensors;

/// <summary>
/// A source of events. Subscribing opens the kernel resource, disposing the subscription closes it.
/// The stream never ends in an error: what was lost becomes a <see cref="SensorGap"/>, and the sensor goes on.
/// </summary>
public interface ISensor
{
    /// <summary>Kebab-case and stable: the key in settings, journal and metrics.</summary>
    string Name { get; }

    IObservable<Event> Events { get; }
}
