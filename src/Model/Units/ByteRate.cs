using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>Bytes per second. Negative when a volume empties.</summary>
[JsonConverter(typeof(ByteRateJsonConverter))]
public readonly record struct ByteRate(long PerSecond) : IComparable<ByteRate>
{
    public static ByteRate Zero => default;

    public static bool operator <(ByteRate a, ByteRate b) => a.PerSecond < b.PerSecond;

    public static bool operator >(ByteRate a, ByteRate b) => a.PerSecond > b.PerSecond;

    public static bool operator <=(ByteRate a, ByteRate b) => a.PerSecond <= b.PerSecond;

    public static bool operator >=(ByteRate a, ByteRate b) => a.PerSecond >= b.PerSecond;

    /// <summary>The rate of <paramref name="change"/> over <paramref name="time"/>; zero when no time has passed.</summary>
    public static ByteRate Of(Bytes change, TimeSpan time) =>
        time <= TimeSpan.Zero ? Zero : new ByteRate((long)(change.Value / time.TotalSeconds));

    public static ByteRate Max(ByteRate a, ByteRate b) => a > b ? a : b;

    /// <summary>What flows in this time, rounded down to whole bytes.</summary>
    public Bytes Over(TimeSpan time) => new((long)(PerSecond * time.TotalSeconds));

    /// <summary>How long <paramref name="size"/> takes at this rate; <see cref="TimeSpan.MaxValue"/> at a rate of zero or less.</summary>
    public TimeSpan TimeFor(Bytes size)
    {
        if (size.Value <= 0)
        {
            return TimeSpan.Zero;
        }

        var seconds = PerSecond <= 0 ? double.MaxValue : (double)size.Value / PerSecond;
        return seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);
    }

    public int CompareTo(ByteRate other) => PerSecond.CompareTo(other.PerSecond);

    public override string ToString() => $"{new Bytes(PerSecond)}/s";

    /// <summary>Reads a size with or without <c>/s</c> behind it: <c>4G/s</c>, <c>300M</c>.</summary>
    /// <param name="error">What is wrong, in words for the one who wrote it; empty when the text is a rate.</param>
    public static bool TryParse(string? text, out ByteRate rate, out string error)
    {
        var trimmed = (text ?? "").Trim();
        var ok = Bytes.TryParse(trimmed.EndsWith("/s", StringComparison.Ordinal) ? trimmed[..^2] : trimmed, out var size, out error);
        rate = new ByteRate(size.Value);
        return ok;
    }
}

/// <summary>Rates in journals are plain numbers of bytes per second.</summary>
public sealed class ByteRateJsonConverter : JsonConverter<ByteRate>
{
    public override ByteRate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, ByteRate value, JsonSerializerOptions options) => writer.WriteNumberValue(value.PerSecond);
}
