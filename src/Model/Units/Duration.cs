using System.Globalization;

namespace EventOps.Model;

/// <summary>Reads and prints lengths of time as people write them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>7d</c>.</summary>
public static class Duration
{
    /// <param name="text">One or more numbers with the units ms, s, m, h or d, largest first; zero or more.</param>
    /// <param name="error">What is wrong, in words for the one who wrote it; empty when the text is a length of time.</param>
    public static bool TryParse(string? text, out TimeSpan duration, out string error)
    {
        duration = default;
        error = $"'{text}' is not a length of time; write it like 250ms, 30s, 5m, 1h30m or 7d";
        var rest = (text ?? "").AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return false;
        }

        var total = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var unit = letters < 0 ? rest : rest[..letters];
            var milliseconds = unit switch { "ms" => 1.0, "s" => 1000.0, "m" => 60_000.0, "h" => 3_600_000.0, "d" => 86_400_000.0, _ => 0.0 };
            if (milliseconds == 0.0)
            {
                return false;
            }

            total += number * milliseconds;
            rest = rest[unit.Length..];
        }

        if (total > TimeSpan.FromDays(36_500).TotalMilliseconds)
        {
            error = $"'{text}' is longer than a hundred years";
            return false;
        }

        duration = TimeSpan.FromMilliseconds(total);
        error = "";
        return true;
    }

    /// <summary>At most two units, and no more precision than helps: <c>4.2 ms</c>, <c>1.5 s</c>, <c>2 m 10 s</c>, <c>3 d 4 h</c>.</summary>
    public static string Format(TimeSpan time)
    {
        var sign = time < TimeSpan.Zero ? "-" : "";
        var t = time.Duration();
        var c = CultureInfo.InvariantCulture;
        return sign + t switch
        {
            _ when time == TimeSpan.MaxValue => "never",
            { TotalMilliseconds: < 10 } => t.TotalMilliseconds.ToString("0.##", c) + " ms",
            { TotalMilliseconds: < 1000 } => t.TotalMilliseconds.ToString("0", c) + " ms",
            { TotalSeconds: < 60 } => t.TotalSeconds.ToString("0.#", c) + " s",
            { TotalMinutes: < 60 } => string.Create(c, $"{(int)t.TotalMinutes} m {t.Seconds} s"),
            { TotalHours: < 24 } => string.Create(c, $"{(int)t.TotalHours} h {t.Minutes} m"),
            _ => string.Create(c, $"{(int)t.TotalDays} d {t.Hours} h"),
        };
    }
}
