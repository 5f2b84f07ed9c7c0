using EventOps.Linux.Native;
using EventOps.Model;

namespace EventOps.Sensors;

/// <summary>What a sensor reads one by one: a part that fails is told of once, keeps back no other, and is told of again when it works.</summary>
internal sealed class SensorParts(string sensor, IObserver<Event> observer)
{
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <param name="cure">What would mend it, for a person to read.</param>
    /// <returns>Whether it could be read.</returns>
    public bool Read(string subject, string cure, Action read)
    {
        try
        {
            read();
            return Works(subject);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            return Fails(subject, e.Message, cure);
        }
    }

    /// <returns>True.</returns>
    public bool Works(string subject)
    {
        if (_failed.Remove(subject))
        {
            observer.OnNext(new SensorRecovered(sensor, subject));
        }

        return true;
    }

    /// <returns>False.</returns>
    public bool Fails(string subject, string reason, string cure)
    {
        if (_failed.Add(subject))
        {
            observer.OnNext(new SensorFailed(sensor, subject, reason, cure));
        }

        return false;
    }
}
