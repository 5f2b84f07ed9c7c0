namespace EventOps.Linux.WireGuard;

/// <summary>What is wrong in a wg-quick file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">What is wrong and what to write; never holds a key's value.</param>
public sealed record WgQuickProblem(int Line, string Message)
{
    public override string ToString() => $"line {Line}: {Message}";
}
