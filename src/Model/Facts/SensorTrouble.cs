namespace EventOps.Model;

/// <summary>Something that a sensor cannot read; gone when it can again.</summary>
/// <param name="Sensor">Its kebab-case name.</param>
/// <param name="Subject">What of it; empty when it is all of it.</param>
/// <param name="Cure">What would mend it, for a person to read.</param>
public sealed record SensorTrouble(string Sensor, string Subject, string Reason, string Cure) : IFact
{
    /// <inheritdoc/>
    public string Key => Subject.Length == 0 ? Sensor : $"{Sensor} {Subject}";
}
