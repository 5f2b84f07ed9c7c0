using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>A share of a whole, in hundredths: <c>new Percent(85)</c> is 85 %. Not limited to 0 to 100 by itself.</summary>
[JsonConverter(typeof(PercentJsonConverter))]
public readonly record struct Percent(double Value) : IComparable<Percent>
{
    public static bool operator <(Percent a, Percent b) => a.Value < b.Value;

    public static bool operator >(Percent a, Percent b) => a.Value > b.Value;

    public static bool operator <=(Percent a, Percent b) => a.Value <= b.Value;

    public static bool operator >=(Percent a, Percent b) => a.Value >= b.Value;

    /// <summary><paramref name="part"/> of <paramref name="whole"/>; 0 % when the whole is nothing, so that no rule ever sees NaN.</summary>
    public static Percent Of(long part, long whole) => whole <= 0 ? default : new Percent(100.0 * part / whole);

    /// <summary>This share of a size, rounded down to whole bytes.</summary>
    public Bytes Of(Bytes whole) => new((long)(whole.Value * (Value / 100.0)));

    public int CompareTo(Percent other) => Value.CompareTo(other.Value);

    /// <summary>One decimal, always with a point: <c>87.5 %</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.0} %");

    /// <summary>Reads <c>85%</c>, <c>85 %</c> or <c>85.5%</c>; from 0 to 100.</summary>
    /// <param name="error">What is wrong, in words for the one who wrote it; empty when the text is a share.</param>
    public static bool TryParse(string? text, out Percent share, out string error)
    {
        share = default;
        var trimmed = (text ?? "").Trim();
        if (!trimmed.EndsWith('%')
            || !double.TryParse(trimmed[..^1].TrimEnd(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            error = $"'{text}' is not a share; write it like 85%";
            return false;
        }

        if (number is not (>= 0 and <= 100))
        {
            error = $"'{text}' is out of range; a share is from 0% to 100%";
            return false;
        }

        share = new Percent(number);
        error = "";
        return true;
    }
}

/// <summary>Shares in journals are plain numbers of hundredths.</summary>
public sealed class PercentJsonConverter : JsonConverter<Percent>
{
    public override Percent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Percent value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
