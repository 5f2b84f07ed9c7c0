using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>
/// A number of bytes. Written and read with binary units, as lvm(8) and <c>df -h</c> do: <c>500M</c>, <c>500MB</c> and
/// <c>500MiB</c> are all 500 × 1024² bytes. May be negative: a difference of two sizes.
/// </summary>
[JsonConverter(typeof(BytesJsonConverter))]
public readonly record struct Bytes(long Value) : IComparable<Bytes>, IComparable
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static Bytes Zero => default;

    public static Bytes FromKiB(long count) => new(checked(count << 10));

    public static Bytes FromMiB(long count) => new(checked(count << 20));

    public static Bytes FromGiB(long count) => new(checked(count << 30));

    public static Bytes operator +(Bytes a, Bytes b) => new(checked(a.Value + b.Value));

    public static Bytes operator -(Bytes a, Bytes b) => new(checked(a.Value - b.Value));

    public static Bytes operator *(Bytes a, long times) => new(checked(a.Value * times));

    public static Bytes operator *(long times, Bytes a) => a * times;

    public static bool operator <(Bytes a, Bytes b) => a.Value < b.Value;

    public static bool operator >(Bytes a, Bytes b) => a.Value > b.Value;

    public static bool operator <=(Bytes a, Bytes b) => a.Value <= b.Value;

    public static bool operator >=(Bytes a, Bytes b) => a.Value >= b.Value;

    public static Bytes Min(Bytes a, Bytes b) => a < b ? a : b;

    public static Bytes Max(Bytes a, Bytes b) => a > b ? a : b;

    /// <summary>This size rounded up to a whole multiple of <paramref name="unit"/>, which must be positive.</summary>
    public Bytes RoundUpTo(Bytes unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unit.Value, nameof(unit));
        var over = Value % unit.Value;
        return over == 0 ? this : new Bytes(checked(Value + unit.Value - over));
    }

    /// <summary>This size rounded down to a whole multiple of <paramref name="unit"/>, which must be positive.</summary>
    public Bytes RoundDownTo(Bytes unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unit.Value, nameof(unit));
        return new Bytes(Value - (Value % unit.Value));
    }

    public int CompareTo(Bytes other) => Value.CompareTo(other.Value);

    /// <exception cref="ArgumentException">The other is no size.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Bytes other => CompareTo(other),
        _ => throw new ArgumentException($"a size cannot be compared with {obj}", nameof(obj)),
    };

    /// <summary>Three or four significant digits with a binary unit, always with a point: <c>1.46 GiB</c>.</summary>
    public override string ToString()
    {
        var size = Math.Abs((double)Value);
        var unit = 0;
        while (size >= 1023.95 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        var format = unit == 0 || size >= 100 ? "0" : size >= 10 ? "0.#" : "0.##";
        var sign = Value < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{size.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    /// <summary>Reads <c>1048576</c>, <c>500M</c>, <c>1.5G</c>, <c>1800MB</c> or <c>4 GiB</c>. The unit's case does not matter.</summary>
    /// <param name="error">What is wrong, in words for the one who wrote it; empty when the text is a size.</param>
    public static bool TryParse(string? text, out Bytes size, out string error)
    {
        size = default;
        error = "";
        var trimmed = (text ?? "").Trim();
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] is '.' or '-' or '+'))
        {
            digits++;
        }

        if (!decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            error = $"'{text}' is not a size; write a number and a unit, like 500M or 4G";
            return false;
        }

        var shift = trimmed[digits..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            "G" or "GB" or "GIB" => 30,
            "T" or "TB" or "TIB" => 40,
            "P" or "PB" or "PIB" => 50,
            _ => -1,
        };
        if (shift < 0)
        {
            error = $"'{text}' has the unknown unit '{trimmed[digits..].Trim()}'; use K, M, G, T or P";
            return false;
        }

        if (number < 0)
        {
            error = $"'{text}' is negative; a size is zero or more";
            return false;
        }

        try
        {
            size = new Bytes(checked((long)(number * (1L << shift))));
            return true;
        }
        catch (OverflowException)
        {
            error = $"'{text}' is too large; sizes go up to 8191P";
            return false;
        }
    }
}

/// <summary>Sizes in journals are plain numbers of bytes.</summary>
public sealed class BytesJsonConverter : JsonConverter<Bytes>
{
    public override Bytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Bytes value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
