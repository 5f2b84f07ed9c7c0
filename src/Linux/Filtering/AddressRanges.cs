using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EventOps.Model;

namespace EventOps.Linux.Filtering;

/// <summary>Addresses of one family, as ranges in order of which none overlap. Pure.</summary>
internal sealed class AddressRanges
{
    private readonly List<(UInt128 First, UInt128 Last)> _ranges;

    private AddressRanges(IEnumerable<(UInt128 First, UInt128 Last)> ranges)
    {
        _ranges = [];
        foreach (var (first, last) in ranges.OrderBy(r => r.First))
        {
            if (_ranges is [.., var before] && first <= before.Last)
            {
                _ranges[^1] = (before.First, UInt128.Max(before.Last, last));
            }
            else
            {
                _ranges.Add((first, last));
            }
        }
    }

    public bool IsEmpty => _ranges.Count == 0;

    public static AddressRanges Of(IEnumerable<Cidr> prefixes) => new(prefixes.Select(RangeOf));

    /// <summary>Of what a match of the packet filter names: addresses, prefixes, "first-last".</summary>
    /// <returns>Null when any of it is something else.</returns>
    public static AddressRanges? Of(IReadOnlyList<string> values, bool isIPv6)
    {
        var ranges = new List<(UInt128, UInt128)>(values.Count);
        foreach (var value in values)
        {
            if (Read(value) is not { } range || range.IsIPv6 != isIPv6)
            {
                return null;
            }

            ranges.Add((range.First, range.Last));
        }

        return new AddressRanges(ranges);
    }

    /// <summary>Those that are in both.</summary>
    public AddressRanges In(AddressRanges others)
    {
        var both = new List<(UInt128, UInt128)>();
        for (var (i, j) = (0, 0); i < _ranges.Count && j < others._ranges.Count;)
        {
            var (one, other) = (_ranges[i], others._ranges[j]);
            var (first, last) = (UInt128.Max(one.First, other.First), UInt128.Min(one.Last, other.Last));
            if (first <= last)
            {
                both.Add((first, last));
            }

            if (one.Last < other.Last)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return new AddressRanges(both);
    }

    /// <summary>Those that are not among the others.</summary>
    public AddressRanges Without(AddressRanges others)
    {
        var left = new List<(UInt128, UInt128)>();
        foreach (var (start, last) in _ranges)
        {
            var (first, isOver) = (start, false);
            foreach (var gone in others._ranges)
            {
                if (gone.Last < first || isOver)
                {
                    continue;
                }

                if (gone.First > last)
                {
                    break;
                }

                if (gone.First > first)
                {
                    left.Add((first, gone.First - 1));
                }

                isOver = gone.Last >= last;
                first = isOver ? first : gone.Last + 1;
            }

            if (!isOver)
            {
                left.Add((first, last));
            }
        }

        return new AddressRanges(left);
    }

    private static (bool IsIPv6, UInt128 First, UInt128 Last)? Read(string value)
    {
        if (Cidr.TryParse(value, out var prefix, out _))
        {
            var (first, last) = RangeOf(prefix);
            return (prefix.IsIPv6, first, last);
        }

        return value.Split('-') is [var from, var to] && Cidr.TryParse(from, out var least, out _) && Cidr.TryParse(to, out var most, out _) && least.IsIPv6 == most.IsIPv6
            ? (least.IsIPv6, NumberOf(least.Address), NumberOf(most.Address))
            : null;
    }

    private static (UInt128 First, UInt128 Last) RangeOf(Cidr prefix)
    {
        var first = NumberOf(prefix.Network.Address);
        var rest = (prefix.IsIPv6 ? 128 : 32) - prefix.Length;
        return (first, rest == 128 ? UInt128.MaxValue : first | ((UInt128.One << rest) - 1));
    }

    private static UInt128 NumberOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(address.AddressFamily is AddressFamily.InterNetworkV6 ? bytes : bytes[12..], out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
