using Spectre.Console;

namespace EventOps.Lab.Growth;

/// <summary>The few colours of the picture, from the terminal's own sixteen, so that they suit its background.</summary>
internal static class Palette
{
    public static Style Quiet { get; } = new(Color.Grey);

    public static Style Title { get; } = new(decoration: Decoration.Bold);

    public static Style Used { get; } = new(Color.Teal);

    public static Style Close { get; } = new(Color.Olive);

    public static Style Bad { get; } = new(Color.Maroon);

    public static Style Good { get; } = new(Color.Green);
}
