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
        const string Flat = "the settings need no more than two levels; write them flat";
        if (NestingLimit.FirstOver(source.Text, Deepest) is { } deep)
        {
            source.Add(deep, "", "", $"brackets are nested more than {Deepest} deep", Flat);
            return null;
        }

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
            source.Add(at, "", "", $"this cannot be read as TOML: {PrintableText.Of(e.Message)}", Flat);
            return null;
        }

        catch (ArgumentOutOfRangeException)
        {
            // The lexer of Tomlyn 2.10.2 throws this for a text that the file ends in, right after a backslash.
            var last = source.Text.AsSpan().Count('\n') + 1;
            var at = new SourcePosition(last, source.Line(last).EnumerateRunes().Count() + 1);
            source.Add(at, "", "", "the file ends within a text, after a backslash", "close the text, and write a backslash as \\\\");
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
        var errors = diagnostics.Where(d => d.Kind == DiagnosticMessageKind.Error);
        if (errors.Any(SyntaxAdvice.IsOpenText))
        {
            errors = errors.Where(d => !SyntaxAdvice.IsEndInText(d));
        }

        foreach (var line in errors.GroupBy(d => d.Span.Start.Line))
        {
            var error = line.MinBy(d => d.Span.Start.Offset)!;
            var at = new SourcePosition(error.Span.Start.Line + 1, error.Span.Start.Column + 1);
            var (what, cure) = SyntaxAdvice.For(error.Message, source.Line(at.Line));
            source.Add(at, "", "", what, cure);
        }
    }
}
