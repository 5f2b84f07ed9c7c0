using EventOps.Model;

namespace EventOps.Rules.Process.Memory;

/// <summary>The alarms that stand.</summary>
internal sealed class AlarmMemory(IFactSink facts) : IMemory
{
    /// <inheritdoc/>
    public void Apply(Event e)
    {
        switch (e)
        {
            case AlarmRaised raised:
                facts.Set(new Alarm(raised.Key, raised.Severity, raised.Message, raised.At));
                break;

            case AlarmCleared cleared:
                facts.Remove<Alarm>(cleared.Key);
                break;

            default:
                break;
        }
    }
}
