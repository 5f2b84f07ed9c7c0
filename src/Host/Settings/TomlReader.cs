using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EventOps.Host.Settings;

/// <summary>Parses the text of a settings file into a tree that knows its lines and columns.</summary>
internal static class TomlReader
{
    /// <summary>The settings are two levels deep; more is a mistake or an attack on the parser's stack.</summary>
    public const int Deepest = 16;

    /// <summary>The tree, or null when the text is not TOML; in either case all that is wrong has been added to <paramref name="source"/>.</summary>
    public static TomlTable? Read(SettingsSource source)
    {
        DocumentSyntax document;
        try
        {
            // Validation is left to TomlTreeBuilder: the parser's own repeats whole tables in each of its messages.
            var options = new TomlSerializerOptions { MaxDepth = Deepest };
            document = SyntaxParser.Parse(source.Text, options, "", validate: false);
        }
        catch (TomlException e)
        {
            var at = e.Span is { } span ? new SourcePosition(span.Start.Line + 1, span.Start.Column + 1) : SourcePosition.WholeFile;
            source.Add(at, "", "", $"this cannot be read as TOML: {PrintableText.Of(e.Message)}", "the settings need no more than two levels; write them flat");
            return null;
        }

        if (document.Diagnostics.HasErrors)
        {
            AddErrors(source, document.Diagnostics);
            return null;
        }

        return new TomlTreeBuilder(source).Build(document);
    }

    // One mistake makes the parser stumble several times on the same line; only the first tells anything.
    private static void AddErrors(SettingsSource source, DiagnosticsBag diagnostics)
    {
        foreach (var line in diagnostics.Where(d => d.Kind == DiagnosticMessageKind.Error).GroupBy(d => d.Span.Start.Line))
        {
            var error = line.MinBy(d => d.Span.Start.Offset)!;
            var at = new SourcePosition(error.Span.Start.Line + 1, error.Span.Start.Column + 1);
            var (what, cure) = SyntaxAdvice.For(error.Message, source.Line(at.Line));
            source.Add(at, "", "", what, cure);
        }
    }
}
