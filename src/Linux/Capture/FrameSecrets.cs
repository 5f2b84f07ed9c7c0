using EventOps.Linux.WireGuard;

namespace EventOps.Linux.Capture;

/// <summary>Takes WireGuard's private and preshared keys out of frames. Lengths stay, so that every parser reads what is left as it would the whole.</summary>
internal static class FrameSecrets
{
    /// <summary>Of 32 bytes in base64, before the one "=" at their end.</summary>
    private const int KeyCharacters = 43;

    internal static void Erase(FrameSource source, Span<byte> frame)
    {
        switch (source)
        {
            case FrameSource.GenericNetlink:
                DeviceSecrets.Erase(frame);
                break;
            case FrameSource.WireGuardProgram:
                EraseAfter(frame, "private_key="u8);
                EraseAfter(frame, "preshared_key="u8);
                break;
            case FrameSource.Nftables or FrameSource.ToolOutput or FrameSource.ToolError:
                EraseBase64Keys(frame);
                break;
            default:
                break;
        }
    }

    private static void EraseAfter(Span<byte> text, ReadOnlySpan<byte> name)
    {
        for (int at; (at = text.IndexOf(name)) >= 0;)
        {
            text = text[(at + name.Length)..];
            var end = text.IndexOf((byte)'\n');
            text[..(end < 0 ? text.Length : end)].Fill((byte)'0');
        }
    }

    /// <summary>A tool may print a line of somebody's configuration file. A secret key looks like a public one: neither is kept.</summary>
    private static void EraseBase64Keys(Span<byte> text)
    {
        var run = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == (byte)'=' && run >= KeyCharacters)
            {
                text[(at - KeyCharacters)..at].Fill((byte)'A');
            }

            run = IsBase64(text[at]) ? run + 1 : 0;
        }
    }

    private static bool IsBase64(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'+' or (byte)'/';
}
