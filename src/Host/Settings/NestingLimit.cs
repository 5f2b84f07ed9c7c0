namespace EventOps.Host.Settings;

/// <summary>Finds brackets that are nested too deep, before a parser that recurses sees them. Row L2 of the faults.</summary>
internal static class NestingLimit
{
    /// <summary>Where the first bracket over the limit stands; null when there is none.</summary>
    public static SourcePosition? FirstOver(string text, int deepest)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '#':
                    i = EndOf(text, i, "\n") - 1;
                    break;
                case '"' or '\'':
                    i = EndOfString(text, i) - 1;
                    break;
                case '[' or '{' when ++depth > deepest:
                    return PositionOf(text, i);
                case ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                default:
                    break;
            }
        }

        return null;
    }

    private static SourcePosition PositionOf(string text, int index)
    {
        var before = text.AsSpan(0, index);
        var column = 1;
        foreach (var _ in before[(before.LastIndexOf('\n') + 1)..].EnumerateRunes())
        {
            column++;
        }

        return new SourcePosition(before.Count('\n') + 1, column);
    }

    private static int EndOfString(string text, int start)
    {
        var quote = text[start];
        if (text.AsSpan(start).StartsWith(new string(quote, 3)))
        {
            return EndOf(text, start + 3, new string(quote, 3));
        }

        // An open text ends with its line: what follows is read as the parser's recovery would.
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (text[i] == quote || text[i] == '\n')
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static int EndOf(string text, int start, string end)
    {
        var at = text.IndexOf(end, start, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + end.Length;
    }
}
