namespace EventOps.Linux.Capture;

/// <summary>What a parser made of a captured frame.</summary>
/// <param name="Parser">Its name; empty when nothing in EventOps parses such a frame (most tools are judged by what they did).</param>
/// <param name="Items">What it read, each in one line of text.</param>
/// <param name="Fault">Why it could not read it; empty when it could.</param>
public sealed record FrameContents(string Parser, IReadOnlyList<string> Items, string Fault = "")
{
    public bool IsSound => Fault.Length == 0;
}
