namespace EventOps.Linux.WireGuard;

/// <summary>A section of a wg-quick file. Changes keep the order, the comments and what is not known.</summary>
public sealed class WgQuickSection
{
    private readonly List<WgQuickLine> _lines;

    internal WgQuickSection(string name, int line, List<WgQuickLine> lines)
    {
        Name = name;
        Line = line;
        _lines = lines;
    }

    /// <summary>Interface or Peer, as the file writes it; empty for what stands before the first.</summary>
    public string Name { get; }

    /// <summary>Where it begins, from 1; 0 for one that was added.</summary>
    public int Line { get; }

    /// <summary>Null when there is none, or no sound one.</summary>
    public WireGuardKey? PublicKey => WireGuardKey.TryParse(Value("PublicKey"), out var key) ? key : null;

    internal IReadOnlyList<WgQuickLine> Lines => _lines;

    internal bool IsPeer => Name.Equals(WgQuickKeys.Peer, StringComparison.OrdinalIgnoreCase);

    internal bool IsInterface => Name.Equals(WgQuickKeys.Interface, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of the last line with that key, which counts; null when there is none.</summary>
    /// <exception cref="ArgumentException">A key that is secret: use <see cref="Secret"/>.</exception>
    public string? Value(string key) => WgQuickKeys.IsSecret(key)
        ? throw new ArgumentException($"{key} is secret and never handed out as text.", nameof(key))
        : _lines.FindLast(line => line.Is(key))?.Value;

    /// <summary>The items of all lines with that key: AllowedIPs, Address, DNS. Each line may hold several with commas between.</summary>
    /// <exception cref="ArgumentException">A key that is secret.</exception>
    public IReadOnlyList<string> Items(string key) => WgQuickKeys.IsSecret(key)
        ? throw new ArgumentException($"{key} is secret and never handed out as text.", nameof(key))
        : [.. _lines.Where(line => line.Is(key)).SelectMany(line => WgQuickKeys.Split(line.Value))];

    /// <summary>PrivateKey or PresharedKey; null when there is none. The caller disposes of it.</summary>
    /// <exception cref="FormatException">It is no key.</exception>
    public SecretKey? Secret(string key) => _lines.FindLast(line => line.Is(key)) is { } found ? SecretKey.Parse(found.Value) : null;

    /// <summary>Sets a key to one value: the first line that has it is changed, further ones go; without one it is added at the end.</summary>
    /// <exception cref="ArgumentException">The value would not stand as one: a line end or '#' in it, or not what the key takes.</exception>
    public void Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (value.AsSpan().ContainsAny("\r\n\0#") || WgQuickKeys.Judge(Name, key, value) is not null)
        {
            throw new ArgumentException($"The value for {key} cannot stand in a wg-quick file.", nameof(value));
        }

        var first = _lines.FindIndex(line => line.Is(key));
        if (first >= 0)
        {
            _lines[first] = _lines[first].With(value);
            for (var i = _lines.Count - 1; i > first; i--)
            {
                if (_lines[i].Is(key))
                {
                    _lines.RemoveAt(i);
                }
            }

            return;
        }

        // Before the empty lines and comments that lead over to the next section.
        _lines.Insert(_lines.FindLastIndex(line => line.Content.Length > 0) + 1, new WgQuickLine($"{key} = {value}"));
    }

    /// <summary>Sets PrivateKey or PresharedKey.</summary>
    public void Set(string key, SecretKey secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        Set(key, Convert.ToBase64String(secret.Bytes));
    }

    /// <summary>Takes all lines with that key away, one that is misspelt too.</summary>
    public void Remove(string key) => _lines.RemoveAll(line => line.Is(key));

    /// <summary>Writes a key otherwise, its value and place kept: for one that was misspelt.</summary>
    public void Rename(string key, string to)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].Is(key))
            {
                var at = _lines[i].Raw.IndexOf(key, StringComparison.OrdinalIgnoreCase);
                _lines[i] = new WgQuickLine(_lines[i].Raw[..at] + to + _lines[i].Raw[(at + key.Length)..]);
            }
        }
    }

    /// <summary>The section's first line, with secrets left out.</summary>
    public override string ToString() => $"[{Name}] {PublicKey}";
}
