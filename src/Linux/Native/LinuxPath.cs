using System.Text;

namespace EventOps.Linux.Native;

/// <summary>
/// A path as the kernel has it: bytes without NUL, in no particular encoding. Two paths are equal when their bytes are.
/// </summary>
public readonly struct LinuxPath : IEquatable<LinuxPath>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly byte[] EmptyTerminated = [0];

    private readonly byte[]? _terminated;

    private LinuxPath(byte[] terminated) => _terminated = terminated;

    public ReadOnlySpan<byte> Bytes => Terminated.AsSpan(0, Terminated.Length - 1);

    public bool IsEmpty => Terminated.Length == 1;

    /// <summary>The last component: <c>data.img</c> of <c>/srv/data.img</c>.</summary>
    public LinuxPath Name
    {
        get
        {
            var trimmed = Bytes.TrimEnd((byte)'/');
            return FromBytes(trimmed[(trimmed.LastIndexOf((byte)'/') + 1)..]);
        }
    }

    /// <summary>For system calls: the bytes and a NUL. Not to be changed.</summary>
    internal byte[] Terminated => _terminated ?? EmptyTerminated;

    public static bool operator ==(LinuxPath left, LinuxPath right) => left.Equals(right);

    public static bool operator !=(LinuxPath left, LinuxPath right) => !left.Equals(right);

    /// <summary>The path that <paramref name="text"/> names in UTF-8.</summary>
    /// <exception cref="ArgumentException">It holds a NUL or half a surrogate pair, which no path can.</exception>
    public static LinuxPath FromString(string text) => FromBytes(Strict.GetBytes(text));

    /// <exception cref="ArgumentException">It holds a NUL.</exception>
    public static LinuxPath FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            throw new ArgumentException("A path cannot hold a NUL byte.", nameof(bytes));
        }

        var terminated = new byte[bytes.Length + 1];
        bytes.CopyTo(terminated);
        return new LinuxPath(terminated);
    }

    /// <summary>This path, a slash unless it ends in one, and <paramref name="name"/>.</summary>
    public LinuxPath Append(LinuxPath name)
    {
        var slash = IsEmpty || Bytes[^1] == (byte)'/' ? 0 : 1;
        var joined = new byte[Bytes.Length + slash + name.Bytes.Length + 1];
        Bytes.CopyTo(joined);
        joined[Bytes.Length] = (byte)'/';
        name.Bytes.CopyTo(joined.AsSpan(Bytes.Length + slash));
        joined[^1] = 0;
        return new LinuxPath(joined);
    }

    /// <summary>A copy with the NUL that system calls want.</summary>
    public byte[] ToNullTerminated() => [.. Terminated];

    /// <summary>Whether this is <paramref name="folder"/> or lies below it, by name alone.</summary>
    public bool IsWithin(LinuxPath folder)
    {
        var above = folder.Bytes.TrimEnd((byte)'/');
        return Bytes.StartsWith(above) && (Bytes.Length == above.Length || Bytes[above.Length] == (byte)'/');
    }

    public bool Equals(LinuxPath other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is LinuxPath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>As text; what is not UTF-8 becomes U+FFFD. Control characters come through: see <see cref="ToDisplay"/>.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    /// <summary>For logs and terminals: as <see cref="ToString"/>, with control characters as <c>\xNN</c>, so that a name cannot forge a line.</summary>
    public string ToDisplay()
    {
        var text = ToString();
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = char.IsControl(c) ? shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}") : shown.Append(c);
        }

        return shown.ToString();
    }
}
