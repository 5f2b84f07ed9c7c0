namespace EventOps.Lab.Growth;

/// <summary>All that a screen shows at one moment.</summary>
internal sealed record View(Scene Scene, Gauge Gauge, IReadOnlyList<Decision> Decisions);
