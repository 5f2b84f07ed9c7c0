using System.Globalization;

namespace EventOps.Model;

/// <summary>Numbers of things in sentences: "1 disk", "3 disks".</summary>
public static class Counting
{
    /// <param name="one">The word for one of them; others get an s.</param>
    public static string Counted(this long number, string one) => string.Create(CultureInfo.InvariantCulture, $"{number} {one}{(number == 1 ? "" : "s")}");

    /// <inheritdoc cref="Counted(long, string)"/>
    public static string Counted(this int number, string one) => ((long)number).Counted(one);
}
