using System.CommandLine;
using System.IO.Enumeration;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary>Which records of a range are wanted.</summary>
internal sealed class JournalFilter
{
    private readonly Option<string[]> _kinds = Names("--kind", "Only these kinds, such as volume.sampled or guard.*", "KIND");
    private readonly Option<string[]> _sources = Names("--source", "Only what these said, such as rules or volumes", "SOURCE");

    public void AddTo(Command command)
    {
        command.Add(_kinds);
        command.Add(_sources);
    }

    /// <summary>The journal's own records are wanted only when they are asked for by kind.</summary>
    public Func<JournalRecord, bool> Read(ParseResult parsed)
    {
        var kinds = parsed.GetValue(_kinds) ?? [];
        var sources = parsed.GetValue(_sources) ?? [];
        return record =>
            (kinds.Length == 0 ? !record.IsFrame : Fits(kinds, record.Kind)) && (sources.Length == 0 || Fits(sources, record.Source));
    }

    private static bool Fits(string[] patterns, string name) => Array.Exists(patterns, p => FileSystemName.MatchesSimpleExpression(p, name));

    private static Option<string[]> Names(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.ZeroOrMore,
    };
}
