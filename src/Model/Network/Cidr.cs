using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventOps.Model;

/// <summary>An address with the length of its prefix, as ip(8) writes it: 192.168.0.2/24, fdaa::2/112. The bits behind the prefix are kept.</summary>
[JsonConverter(typeof(CidrJsonConverter))]
public readonly record struct Cidr
{
    private readonly IPAddress? _address;

    /// <exception cref="ArgumentOutOfRangeException">A length that the address's family does not have.</exception>
    public Cidr(IPAddress address, int length)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, WidthOf(address));
        (_address, Length) = (address, length);
    }

    public IPAddress Address => _address ?? IPAddress.Any;

    /// <summary>From 0 to 32, or 128.</summary>
    public int Length { get; }

    public bool IsIPv6 => Address.AddressFamily is AddressFamily.InterNetworkV6;

    /// <summary>A single address.</summary>
    public bool IsHost => Length == WidthOf(Address);

    /// <summary>The default route's destination.</summary>
    public bool IsEverything => Length == 0;

    /// <summary>The same prefix without the bits behind it.</summary>
    public Cidr Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var i = 0; i < bytes.Length; i++)
            {
                var bits = Math.Clamp(Length - (i * 8), 0, 8);
                bytes[i] &= (byte)(0xff00 >> bits);
            }

            return new Cidr(new IPAddress(bytes), Length);
        }
    }

    /// <summary>A single address, as a prefix of its whole width.</summary>
    public static Cidr Host(IPAddress address) => new(address, WidthOf(address));

    /// <summary>Whether all of the other lies in this one.</summary>
    public bool Contains(Cidr other)
    {
        if (IsIPv6 != other.IsIPv6 || other.Length < Length)
        {
            return false;
        }

        return new Cidr(other.Address, Length).Network.Address.Equals(Network.Address);
    }

    public bool Contains(IPAddress address) => Contains(Host(address));

    public bool Overlaps(Cidr other) => Contains(other) || other.Contains(this);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    /// <summary>Reads an address with or without a length; without one it is a single address.</summary>
    /// <param name="error">What is wrong, in words for the one who wrote it; empty when the text is a prefix.</param>
    public static bool TryParse(string? text, out Cidr value, out string error)
    {
        value = default;
        error = "";
        var trimmed = (text ?? "").Trim();
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? trimmed : trimmed[..slash];
        // IPAddress takes "1" and "0x7f.1", and zones and brackets; nobody means these here.
        var isPlain = bare.Contains(':', StringComparison.Ordinal) ? !bare.AsSpan().ContainsAny("%[]") : bare.Count(c => c == '.') == 3;
        if (!isPlain || !IPAddress.TryParse(bare, out var address))
        {
            error = $"'{text}' is not an address; write it like 192.168.0.2/24 or fdaa::2/112";
            return false;
        }

        var length = WidthOf(address);
        if (slash >= 0 && (!int.TryParse(trimmed.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > WidthOf(address)))
        {
            error = $"'{text}' has no usable length; write a number from 0 to {WidthOf(address)} after the slash";
            return false;
        }

        value = new Cidr(address, length);
        return true;
    }

    /// <exception cref="FormatException">The text is no address with or without a length.</exception>
    public static Cidr Parse(string text) => TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    private static int WidthOf(IPAddress address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? 128 : 32;
}

/// <summary>Prefixes in journals are text.</summary>
public sealed class CidrJsonConverter : JsonConverter<Cidr>
{
    public override Cidr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Cidr.TryParse(reader.GetString(), out var value, out var error) ? value : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, Cidr value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
