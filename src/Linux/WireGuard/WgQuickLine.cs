namespace EventOps.Linux.WireGuard;

/// <summary>One line of a wg-quick file, kept as it is.</summary>
/// <param name="Raw">Without its end.</param>
internal sealed record WgQuickLine(string Raw)
{
    /// <summary>Without comment and white space around.</summary>
    internal string Content { get; } = (Raw.IndexOf('#') is var at and >= 0 ? Raw[..at] : Raw).Trim();

    internal string Key => Content.IndexOf('=') is var at and > 0 ? Content[..at].Trim() : "";

    internal string Value => Content.IndexOf('=') is var at and > 0 ? Content[(at + 1)..].Trim() : "";

    /// <summary>"Interface" or "Peer" of a section's first line; null of others.</summary>
    internal string? Section => Content.Length > 2 && Content[0] == '[' && Content[^1] == ']' ? Content[1..^1].Trim() : null;

    internal bool Is(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same line with another value: key, spaces and comment stay.</summary>
    internal WgQuickLine With(string value)
    {
        var start = Raw.IndexOf('=') + 1;
        var comment = Raw.IndexOf('#');
        var end = comment < 0 ? Raw.Length : comment;
        var space = Raw.AsSpan(start, end - start).StartsWith(" ") ? " " : "";
        return new WgQuickLine(Raw[..start] + space + value + (comment < 0 ? "" : " " + Raw[comment..]));
    }

    /// <summary>What may be shown: a misspelt key, a comment or a command can hold a secret as well.</summary>
    public override string ToString() => Content.Length == 0 ? ""
        : Section is not null ? $"[{WgQuickKeys.Shown(Section)}]"
        : WgQuickKeys.MayBeShown(Key) ? $"{Key} = {WgQuickKeys.Shown(Value)}"
        : $"{WgQuickKeys.ShownKey(Key)} = (secret)";
}
