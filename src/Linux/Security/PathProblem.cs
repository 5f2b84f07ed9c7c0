namespace EventOps.Linux.Security;

/// <summary>Why a path is not trusted.</summary>
/// <param name="Component">The part of the path that is wrong, from the root.</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Cure">What to do about it.</param>
public sealed record PathProblem(string Component, string What, string Cure)
{
    public override string ToString() => $"{Component} {What}; {Cure}";
}
