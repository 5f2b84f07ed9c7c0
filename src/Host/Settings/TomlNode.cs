namespace EventOps.Host.Settings;

/// <summary>A value of the settings file and where it begins.</summary>
internal abstract record TomlNode(SourcePosition At)
{
    /// <summary>What a person would call it: "text", "the number 85".</summary>
    public abstract string Kind { get; }
}

internal sealed record TomlText(SourcePosition At, string Value) : TomlNode(At)
{
    public override string Kind => $"the text \"{PrintableText.Of(Value, 60)}\"";
}

internal sealed record TomlInteger(SourcePosition At, long Value) : TomlNode(At)
{
    public override string Kind => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the number {Value}");
}

/// <summary>A number with a fraction, a boolean, a date: nothing that any key here takes.</summary>
internal sealed record TomlOther(SourcePosition At, string Kind) : TomlNode(At)
{
    public override string Kind { get; } = Kind;
}

/// <param name="IsTables">Written as <c>[[name]]</c>, so further tables may follow.</param>
internal sealed record TomlArray(SourcePosition At, bool IsTables) : TomlNode(At)
{
    public List<TomlNode> Items { get; } = [];

    public override string Kind => IsTables ? "a list of tables" : "a list";
}

internal sealed record TomlTable(SourcePosition At, TomlTableOrigin Origin) : TomlNode(At)
{
    /// <summary>In the order of the file.</summary>
    public OrderedDictionary<string, TomlEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>How it came to be, which decides what may still be added (TOML 1.1.0, "Table").</summary>
    public TomlTableOrigin Origin { get; set; } = Origin;

    public override string Kind => "a table";
}

/// <param name="At">Where the key stands.</param>
internal sealed record TomlEntry(SourcePosition At, TomlNode Value);

/// <summary>What made a table.</summary>
internal enum TomlTableOrigin
{
    /// <summary>Named on the way to another: [a.b] makes a; a header of its own may follow.</summary>
    Implied,

    /// <summary>By its header; a second one is an error.</summary>
    Header,

    /// <summary>By dotted keys: a.b = 1.</summary>
    Dotted,

    /// <summary>Between braces; nothing can be added.</summary>
    Inline,
}
