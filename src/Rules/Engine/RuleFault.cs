namespace EventOps.Rules.Engine;

/// <summary>A rule did what rules must not; the others went on.</summary>
/// <param name="Where">A condition, an action, or a cycle.</param>
/// <param name="IsParked">The rule fires no more until it is unparked.</param>
public sealed record RuleFault(string Rule, RuleFaultPlace Where, string Message, bool IsParked, Exception? Cause = null);
