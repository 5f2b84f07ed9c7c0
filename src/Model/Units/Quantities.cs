namespace EventOps.Model;

/// <summary>Quantities as rule files say them: <c>85.Percent()</c>, <c>500.MB()</c>, <c>3.Minutes()</c>. Sizes are binary, see <see cref="Bytes"/>.</summary>
public static class Quantities
{
    public static Percent Percent(this int number) => new(number);

    public static Percent Percent(this double number) => new(number);

    public static Bytes KB(this int number) => Bytes.FromKiB(number);

    public static Bytes MB(this int number) => Bytes.FromMiB(number);

    public static Bytes GB(this int number) => Bytes.FromGiB(number);

    public static TimeSpan Milliseconds(this int number) => TimeSpan.FromMilliseconds(number);

    public static TimeSpan Seconds(this int number) => TimeSpan.FromSeconds(number);

    public static TimeSpan Minutes(this int number) => TimeSpan.FromMinutes(number);

    public static TimeSpan Hours(this int number) => TimeSpan.FromHours(number);

    public static TimeSpan Days(this int number) => TimeSpan.FromDays(number);
}
