namespace EventOps.Rules.Compilation;

/// <summary>A rule found in a file.</summary>
/// <param name="Name">From its Name attribute, else its full type name.</param>
/// <param name="TypeName">The class, with its namespace if it has one.</param>
/// <param name="Description">From its Description attribute; null without one.</param>
/// <param name="Line">Of the class's name in the file, from 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="SourceLine">That line's text.</param>
public sealed record RuleDeclaration(string Name, string TypeName, string? Description, int Line, int Column, string SourceLine);
