namespace EventOps.Linux.Routing;

/// <summary>Addresses of the link layer.</summary>
internal static class Hardware
{
    /// <summary>MAX_ADDR_LEN of the kernel.</summary>
    private const int Longest = 32;

    /// <summary>"12:eb:af:37:49:c2"; empty when there is none.</summary>
    internal static string Format(ReadOnlySpan<byte> address)
    {
        if (address.Length is 0 or > Longest)
        {
            return "";
        }

        Span<char> text = stackalloc char[Longest * 3];
        for (var i = 0; i < address.Length; i++)
        {
            text[i * 3] = "0123456789abcdef"[address[i] >> 4];
            text[(i * 3) + 1] = "0123456789abcdef"[address[i] & 15];
            text[(i * 3) + 2] = ':';
        }

        return new string(text[..((address.Length * 3) - 1)]);
    }
}
