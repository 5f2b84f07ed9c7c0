using System.Globalization;
using System.Net;
using System.Text.Json;

namespace EventOps.Linux.Nftables;

/// <summary>What stands on the right of a match or in a set (libnftables-json(5)).</summary>
/// <param name="Value">A text or number, "first-last" for a range, "address/length" for a prefix.</param>
/// <param name="Timeout">In seconds, from when it was put there; 0 when it has that of its set.</param>
/// <param name="Expires">In how many seconds it goes; 0 when it stays.</param>
public readonly record struct NftElement(string Value, long Timeout = 0, long Expires = 0)
{
    /// <summary>Whether a value is one address or one port, and nothing else.</summary>
    public static bool IsAddressOrPort(string value) =>
        IPAddress.TryParse(value, out _) || ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>As "add element" of nft(8) takes it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value}{(Timeout == 0 ? "" : $" timeout {Timeout}s")}{(Expires == 0 ? "" : $" expires {Expires}s")}");

    /// <summary>Takes a value, or several of a set without a name, apart.</summary>
    /// <returns>False when some of it is nothing of these kinds: a named set, a concatenation, a map.</returns>
    public static bool Collect(JsonElement right, ICollection<NftElement> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        switch (right.ValueKind)
        {
            case JsonValueKind.String when !right.GetString()!.StartsWith('@'):
                elements.Add(new NftElement(right.GetString()!));
                return true;

            case JsonValueKind.Number:
                elements.Add(new NftElement(right.GetRawText()));
                return true;

            case JsonValueKind.Array:
                return right.EnumerateArray().All(item => Collect(item, elements));

            case JsonValueKind.Object when right.TryGetProperty("set", out var set):
                return Collect(set, elements);

            case JsonValueKind.Object when right.TryGetProperty("range", out var range):
                elements.Add(new NftElement($"{range[0]}-{range[1]}"));
                return true;

            case JsonValueKind.Object when right.TryGetProperty("prefix", out var prefix):
                elements.Add(new NftElement($"{prefix.GetProperty("addr").GetString()}/{prefix.GetProperty("len").GetRawText()}"));
                return true;

            case JsonValueKind.Object when right.TryGetProperty("elem", out var timed) && timed.TryGetProperty("val", out var value):
                var inner = new List<NftElement>();
                if (!Collect(value, inner) || inner.Count != 1)
                {
                    return false;
                }

                elements.Add(inner[0] with { Timeout = Seconds(timed, "timeout"), Expires = Seconds(timed, "expires") });
                return true;

            default:
                return false;
        }
    }

    private static long Seconds(JsonElement timed, string name) => timed.TryGetProperty(name, out var value) && value.TryGetInt64(out var seconds) ? seconds : 0;
}
