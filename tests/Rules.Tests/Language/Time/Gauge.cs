using EventOps.Model;

namespace EventOps.Rules.Tests.Language.Time;

public sealed record Gauge(string Name, int Value, DateTimeOffset? At = null) : IFact
{
    string IFact.Key => Name;
}
