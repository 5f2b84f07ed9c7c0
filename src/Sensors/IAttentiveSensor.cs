using EventOps.Model;

namespace EventOps.Sensors;

/// <summary>A sensor that looks again when something happened: after an action, after a change that another sensor found.</summary>
public interface IAttentiveSensor : ISensor
{
    /// <summary>Told of every event once it stands in the journal, on the pipeline's loop: must not block and must not throw.</summary>
    void Hear(Event e);
}
