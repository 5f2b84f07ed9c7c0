using Tomlyn.Syntax;

namespace EventOps.Host.Settings;

/// <summary>Makes the tree of a document that is free of syntax errors, and finds what is written twice (TOML 1.1.0, "Keys", "Table").</summary>
internal sealed class TomlTreeBuilder(SettingsSource source)
{
    private readonly TomlTable root = new(new SourcePosition(1, 1), TomlTableOrigin.Header);

    public TomlTable Build(DocumentSyntax document)
    {
        AddAll(root, document.KeyValues);
        foreach (var table in document.Tables)
        {
            var path = Path(table.Name);
            if (path is not null && Open(path, isArray: table is TableArraySyntax) is { } target)
            {
                AddAll(target, table.Items);
            }
        }

        return root;
    }

    private static SourcePosition At(SyntaxNodeBase node) => new(node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    private static string Name(SyntaxNode? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private List<(string Name, SourcePosition At)>? Path(KeySyntax? key)
    {
        if (key?.Key is null)
        {
            return null;
        }

        var path = new List<(string, SourcePosition)> { (Name(key.Key), At(key.Key)) };
        foreach (var dotted in key.DotKeys)
        {
            if (path.Count == TomlReader.Deepest)
            {
                source.Add(At(key), "", "", $"this name has more than {TomlReader.Deepest} parts", "the settings need no more than two levels; write them flat");
                return null;
            }

            path.Add((Name(dotted.Key), dotted.Key is null ? At(dotted) : At(dotted.Key)));
        }

        return path;
    }

    private TomlTable? Open(List<(string Name, SourcePosition At)> path, bool isArray)
    {
        var table = root;
        foreach (var (name, at) in path.SkipLast(1))
        {
            if (Descend(table, name, at, TomlTableOrigin.Implied) is not { } next)
            {
                return null;
            }

            table = next;
        }

        var (last, lastAt) = path[^1];
        return isArray ? Append(table, last, lastAt) : Header(table, last, lastAt);
    }

    private TomlTable? Header(TomlTable parent, string name, SourcePosition at)
    {
        if (!parent.Entries.TryGetValue(name, out var existing))
        {
            var made = new TomlTable(at, TomlTableOrigin.Header);
            parent.Entries.Add(name, new TomlEntry(at, made));
            return made;
        }

        if (existing.Value is TomlTable { Origin: TomlTableOrigin.Implied } implied)
        {
            implied.Origin = TomlTableOrigin.Header;
            return implied;
        }

        var cure = existing.Value is TomlArray { IsTables: true } ? $"write [[{PrintableText.Of(name)}]] for each of them" : "join the two tables into one";
        source.Add(at, "", name, Twice(name, existing), cure);
        return null;
    }

    private TomlTable? Append(TomlTable parent, string name, SourcePosition at)
    {
        if (!parent.Entries.TryGetValue(name, out var existing))
        {
            existing = new TomlEntry(at, new TomlArray(at, IsTables: true));
            parent.Entries.Add(name, existing);
        }

        if (existing.Value is TomlArray { IsTables: true } array)
        {
            var item = new TomlTable(at, TomlTableOrigin.Header);
            array.Items.Add(item);
            return item;
        }

        source.Add(at, "", name, Twice(name, existing), $"write [[{PrintableText.Of(name)}]] for each of them");
        return null;
    }

    private TomlTable? Descend(TomlTable table, string name, SourcePosition at, TomlTableOrigin origin)
    {
        if (!table.Entries.TryGetValue(name, out var existing))
        {
            existing = new TomlEntry(at, new TomlTable(at, origin));
            table.Entries.Add(name, existing);
        }

        var next = existing.Value switch
        {
            TomlTable inner when MayDescend(inner.Origin, origin) => inner,
            TomlArray { IsTables: true } array when origin == TomlTableOrigin.Implied => (TomlTable)array.Items[^1],
            _ => null,
        };
        if (next is null)
        {
            source.Add(at, "", name, Twice(name, existing), "join the two");
        }

        return next;
    }

    // A header may lead through any table but one between braces; dotted keys only add to a table that dotted keys made.
    private static bool MayDescend(TomlTableOrigin made, TomlTableOrigin now) =>
        now == TomlTableOrigin.Dotted ? made == now : made != TomlTableOrigin.Inline;

    private static string Twice(string name, TomlEntry existing) => $"'{PrintableText.Of(name)}' is written twice, first in line {existing.At.Line}";

    private void AddAll(TomlTable table, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            Add(table, pair);
        }
    }

    private void Add(TomlTable table, KeyValueSyntax pair)
    {
        if (Path(pair.Key) is not { } path || pair.Value is null)
        {
            return;
        }

        foreach (var (name, at) in path.SkipLast(1))
        {
            if (Descend(table, name, at, TomlTableOrigin.Dotted) is not { } next)
            {
                return;
            }

            table = next;
        }

        var (last, lastAt) = path[^1];
        if (table.Entries.TryGetValue(last, out var existing))
        {
            source.Add(lastAt, "", last, Twice(last, existing), "remove one of the two");
            return;
        }

        table.Entries.Add(last, new TomlEntry(lastAt, Value(pair.Value)));
    }

    private TomlNode Value(ValueSyntax value) => value switch
    {
        StringValueSyntax text => new TomlText(At(text), text.Value ?? ""),
        IntegerValueSyntax number => new TomlInteger(At(number), number.Value),
        FloatValueSyntax number => new TomlOther(At(number), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the number {number.Value}")),
        BooleanValueSyntax truth => new TomlOther(At(truth), truth.Value ? "true" : "false"),
        DateTimeValueSyntax date => new TomlOther(At(date), "a date or time"),
        ArraySyntax array => Array(array),
        InlineTableSyntax inline => Inline(inline),
        _ => new TomlOther(At(value), "something else"),
    };

    private TomlArray Array(ArraySyntax syntax)
    {
        var array = new TomlArray(At(syntax), IsTables: false);
        array.Items.AddRange(syntax.Items.Where(i => i.Value is not null).Select(i => Value(i.Value!)));
        return array;
    }

    private TomlTable Inline(InlineTableSyntax syntax)
    {
        var table = new TomlTable(At(syntax), TomlTableOrigin.Inline);
        AddAll(table, syntax.Items.Where(i => i.KeyValue is not null).Select(i => i.KeyValue!));
        return table;
    }
}
