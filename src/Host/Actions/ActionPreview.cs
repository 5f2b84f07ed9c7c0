namespace EventOps.Host.Actions;

/// <summary>What an action would do now.</summary>
/// <param name="Steps">In order, those that have something to do.</param>
/// <param name="Obstacle">What stands in the way; empty when nothing does.</param>
internal sealed record ActionPreview(IReadOnlyList<string> Steps, string Obstacle);
