using EventOps.Model;

namespace EventOps.Host.Settings;

/// <summary>Reads the values of one table, each with its default and range, and notes what is wrong.</summary>
/// <param name="table">Its name in <see cref="SettingsSchema"/>.</param>
/// <param name="where">How problems call it.</param>
internal sealed class TableReader(TomlTable tree, string table, string where, SettingsSource source)
{
    private readonly HashSet<string> bad = new(StringComparer.Ordinal);

    /// <summary>Reads a quantity from text, and says what is wrong with it.</summary>
    public delegate bool Parser<T>(string? text, out T value, out string error);

    public string Where { get; set; } = where;

    public bool Has(string key) => tree.Entries.ContainsKey(key);

    /// <summary>Whether nothing is wrong with these keys by themselves, so that comparing them makes sense.</summary>
    public bool AreGood(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (bad.Contains(key))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes a problem at the value of <paramref name="key"/>, or at the table when it has no such key.</summary>
    public void Refuse(string key, string what, string cure)
    {
        bad.Add(key);
        source.Add(tree.Entries.TryGetValue(key, out var entry) ? entry.Value.At : tree.At, Where, key, what, cure);
    }

    public void RefuseUnknown()
    {
        foreach (var (name, entry) in tree.Entries)
        {
            if (!SettingsSchema.Keys[table].Contains(name, StringComparer.Ordinal))
            {
                source.Add(entry.At, Where, name, $"unknown key '{PrintableText.Of(name, 60)}'", SettingsSchema.Advice(table, name));
            }
        }
    }

    public Bytes Size(string key, string fallback, string least, string most, string? example = null) =>
        Quantity<Bytes>(key, fallback, least, most, example ?? fallback, Bytes.TryParse);

    /// <summary>The size beyond which nothing grows: there is no good guess at it.</summary>
    public Bytes Ceiling()
    {
        if (!Has("ceiling"))
        {
            Refuse("ceiling", "ceiling is missing; growth without a ceiling is refused", "add: ceiling = \"8G\"");
        }

        return Size("ceiling", "8G", "1M", "1P");
    }

    public Percent Share(string key, string fallback, string least, string most) =>
        Quantity<Percent>(key, fallback, least, most, fallback, Percent.TryParse);

    public TimeSpan Time(string key, string fallback, string least, string most) =>
        Quantity<TimeSpan>(key, fallback, least, most, fallback, ParseTime);

    public ByteRate Rate(string key, string fallback, string least, string most) =>
        Quantity<ByteRate>(key, fallback, least, most, fallback, ByteRate.TryParse);

    /// <summary>A bare whole number.</summary>
    public int Count(string key, int fallback, int most, int least = 0)
    {
        if (!tree.Entries.TryGetValue(key, out var entry))
        {
            return fallback;
        }

        if (entry.Value is TomlInteger number && number.Value >= least && number.Value <= most)
        {
            return (int)number.Value;
        }

        Refuse(key, $"{key} is {entry.Value.Kind}", string.Create(null, $"write a whole number from {least} to {most}, without quotes: {key} = {fallback}"));
        return fallback;
    }

    /// <summary>A bare number where one is as good as text; null when the key is absent or no number.</summary>
    public long? Number(string key) => tree.Entries.TryGetValue(key, out var entry) && entry.Value is TomlInteger number ? number.Value : null;

    /// <summary>Text as it is written; null when it is absent or no text.</summary>
    public string? Text(string key, string example) =>
        tree.Entries.TryGetValue(key, out var entry) ? TextOf(key, entry.Value, example) : null;

    /// <summary>A list of texts; a single text is a list of one. Empty when it is absent or wrong.</summary>
    public IReadOnlyList<string> Texts(string key, string example)
    {
        if (!tree.Entries.TryGetValue(key, out var entry))
        {
            return [];
        }

        if (entry.Value is TomlText single)
        {
            return [single.Value];
        }

        if (entry.Value is TomlArray { IsTables: false } list && list.Items.All(i => i is TomlText))
        {
            return [.. list.Items.Cast<TomlText>().Select(i => i.Value)];
        }

        Refuse(key, $"{key} is {entry.Value.Kind}", $"write a list of texts: {key} = [\"{example}\"]");
        return [];
    }

    /// <summary>The value that one of a few words stands for.</summary>
    public T Word<T>(string key, T fallback, IReadOnlyDictionary<string, T> words)
    {
        if (Text(key, words.Keys.First()) is not { } text)
        {
            return fallback;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        var near = NearestName.Of(text, words.Keys) is { } name ? $"did you mean \"{name}\"? Known: " : "write one of ";
        Refuse(key, $"{key} \"{PrintableText.Of(text, 60)}\" is unknown", near + string.Join(", ", words.Keys));
        return fallback;
    }

    /// <summary>An absolute path in its plain form; <paramref name="fallback"/> when absent or wrong.</summary>
    public string Path(string key, string fallback, int longest = AbsolutePath.Longest)
    {
        if (Text(key, fallback) is not { } text)
        {
            return fallback;
        }

        if (AbsolutePath.Check(text, longest) is { } wrong)
        {
            Refuse(key, $"{key} \"{PrintableText.Of(text, 60)}\" {wrong.What}", wrong.Cure);
            return fallback;
        }

        return AbsolutePath.Plain(text);
    }

    /// <summary>A list of absolute paths in their plain form; empty when absent or wrong.</summary>
    public IReadOnlyList<string> Paths(string key, string example)
    {
        if (!tree.Entries.TryGetValue(key, out var entry))
        {
            return [];
        }

        if (entry.Value is not TomlArray array || array.Items.Any(i => i is not TomlText))
        {
            Refuse(key, $"{key} is {entry.Value.Kind}", $"write a list of paths: {key} = [\"{example}\"]");
            return [];
        }

        var paths = new List<string>();
        foreach (var text in array.Items.Cast<TomlText>().Select(t => t.Value))
        {
            if (AbsolutePath.Check(text, AbsolutePath.Longest) is { } wrong)
            {
                Refuse(key, $"{key} \"{PrintableText.Of(text, 60)}\" {wrong.What}", wrong.Cure);
                return [];
            }

            paths.Add(AbsolutePath.Plain(text));
        }

        return paths;
    }

    /// <summary>true or false, without quotes.</summary>
    public bool Flag(string key, bool fallback)
    {
        if (!tree.Entries.TryGetValue(key, out var entry))
        {
            return fallback;
        }

        if (entry.Value is TomlOther { Kind: "true" or "false" } flag)
        {
            return flag.Kind == "true";
        }

        Refuse(key, $"{key} is {entry.Value.Kind}", $"write true or false, without quotes: {key} = {(fallback ? "true" : "false")}");
        return fallback;
    }

    private static bool ParseTime(string? text, out TimeSpan time, out string error)
    {
        var ok = Duration.TryParse(text, out time, out error);
        if (!ok && text!.TrimStart().StartsWith('-'))
        {
            error = $"'{text}' is negative; a length of time is zero or more";
        }

        return ok;
    }

    private T Quantity<T>(string key, string fallback, string least, string most, string example, Parser<T> parse)
        where T : IComparable<T>
    {
        var standard = Parsed(parse, fallback);
        if (Text(key, example) is not { } text)
        {
            return standard;
        }

        if (text.Length > 60)
        {
            Refuse(key, $"{key} is {text.Length} characters long", $"write it shortly: {key} = \"{example}\"");
            return standard;
        }

        if (!parse(text, out var value, out var error))
        {
            var (what, cure) = Split(PrintableText.Of(error));
            Refuse(key, $"{key}: {what}", $"{cure}for example: {key} = \"{example}\"");
            return standard;
        }

        // CompareTo, and in this order: it puts NaN below every number.
        var (isUnder, isOver) = (value.CompareTo(Parsed(parse, least)) < 0, value.CompareTo(Parsed(parse, most)) > 0);
        if (isUnder || isOver)
        {
            var bound = isUnder ? $"less than {least}" : $"more than {most}";
            Refuse(key, $"{key}: '{PrintableText.Of(text)}' is {bound}", $"write a value from {least} to {most}, for example: {key} = \"{example}\"");
            return standard;
        }

        return value;
    }

    private string? TextOf(string key, TomlNode value, string example)
    {
        if (value is TomlText text)
        {
            return text.Value;
        }

        Refuse(key, $"{key} is {value.Kind}, not text", $"write it as text in quotes: {key} = \"{example}\"");
        return null;
    }

    private static T Parsed<T>(Parser<T> parse, string text) =>
        parse(text, out var value, out var error) ? value : throw new InvalidOperationException(error);

    private static (string What, string Cure) Split(string error)
    {
        var at = error.LastIndexOf("; ", StringComparison.Ordinal);
        return at < 0 ? (error, "") : (error[..at], error[(at + 2)..] + "; ");
    }
}
