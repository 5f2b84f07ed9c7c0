using System.Buffers.Text;
using System.Net;
using System.Text;

namespace EventOps.Linux.WireGuard;

/// <summary>Reads an answer of the cross-platform interface. Works on bytes, so that no key becomes a string; keys that are secret are dropped here.</summary>
internal static class UserspaceParser
{
    private static readonly string[] Known =
    [
        "public_key", "preshared_key", "protocol_version", "endpoint", "last_handshake_time_sec", "last_handshake_time_nsec", "tx_bytes", "rx_bytes",
        "persistent_keepalive_interval", "allowed_ip", "private_key", "listen_port", "fwmark", "errno",
    ];

    /// <param name="errno">What the program answered; 0 for yes.</param>
    /// <exception cref="FormatException">A line that makes no sense; says which, and nothing of its value.</exception>
    internal static WireGuardDevice Parse(string name, ReadOnlySpan<byte> answer, out int errno)
    {
        var device = new WireGuardDevice { Name = name };
        var peers = new List<PeerBuilder>();
        int? told = null;
        foreach (var range in answer.Split((byte)'\n'))
        {
            var line = answer[range];
            var equals = line.IndexOf((byte)'=');
            if (line.IsEmpty)
            {
                continue;
            }

            var key = Name(equals < 0 ? [] : line[..equals]);
            var value = line[(equals + 1)..];
            switch (key)
            {
                case "errno": told = (int)Math.Min(int.MaxValue, Math.Abs((long)Number(key, value, int.MinValue, int.MaxValue))); break;
                case "private_key": device = device with { PublicKey = PublicOf(value) }; break;
                case "listen_port": device = device with { ListenPort = (ushort)Number(key, value, 0, ushort.MaxValue) }; break;
                case "fwmark": device = device with { FirewallMark = (uint)Number(key, value, 0, uint.MaxValue) }; break;
                case "public_key": peers.Add(new PeerBuilder(Key(key, value))); break;
                case "": throw Wrong("(no key)");
                default: (peers.Count > 0 ? peers[^1] : null)?.Take(key, value); break;
            }
        }

        errno = told ?? throw Wrong("errno");
        return device with { Peers = [.. peers.Select(peer => peer.Build())] };
    }

    /// <returns>Null when the answer tells none.</returns>
    internal static SecretKey? PrivateKeyOf(ReadOnlySpan<byte> answer)
    {
        Span<byte> bytes = stackalloc byte[WireGuardKey.Length];
        foreach (var range in answer.Split((byte)'\n'))
        {
            var line = answer[range];
            if (line.StartsWith("private_key="u8) && KeyText.DecodeHex(line["private_key=".Length..], bytes) && bytes.ContainsAnyExcept((byte)0))
            {
                var key = SecretKey.FromBytes(bytes);
                bytes.Clear();
                return key;
            }
        }

        return null;
    }

    /// <summary>Of a line. Those that are known are not made anew for each of many thousand lines.</summary>
    private static string Name(ReadOnlySpan<byte> key)
    {
        foreach (var known in Known)
        {
            if (Ascii.Equals(key, known))
            {
                return known;
            }
        }

        return Encoding.ASCII.GetString(key);
    }

    internal static FormatException Wrong(string key) => new($"the WireGuard program's answer is malformed at {key}");

    internal static long Number(string key, ReadOnlySpan<byte> value, long least, long most) =>
        Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= least && number <= most ? number : throw Wrong(key);

    private static WireGuardKey Key(string key, ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[WireGuardKey.Length];
        return KeyText.DecodeHex(value, bytes) ? new WireGuardKey(bytes) : throw Wrong(key);
    }

    private static WireGuardKey? PublicOf(ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[WireGuardKey.Length];
        if (!KeyText.DecodeHex(value, bytes))
        {
            throw Wrong("private_key");
        }

        using var secret = SecretKey.FromBytes(bytes);
        bytes.Clear();
        return secret.IsNone ? null : secret.ToPublic();
    }

    private sealed class PeerBuilder(WireGuardKey key)
    {
        private readonly List<IPNetwork> _allowed = [];
        private WireGuardPeer _peer = new(key);
        private long _seconds;
        private long _nanoseconds;

        internal WireGuardPeer Build() => _peer with { AllowedIPs = _allowed, LastHandshake = HandshakeTime.Of(_seconds, _nanoseconds) };

        internal void Take(string key, ReadOnlySpan<byte> value)
        {
            switch (key)
            {
                case "preshared_key": _peer = _peer with { Preshared = Mark(value) }; break;
                case "endpoint": _peer = _peer with { Endpoint = IPEndPoint.TryParse(Encoding.ASCII.GetString(value), out var endpoint) ? endpoint : throw Wrong(key) }; break;
                case "persistent_keepalive_interval": _peer = _peer with { KeepAlive = (int)Number(key, value, 0, ushort.MaxValue) }; break;
                case "allowed_ip": _allowed.Add(IPNetwork.TryParse(Encoding.ASCII.GetString(value), out var network) ? network : throw Wrong(key)); break;
                case "last_handshake_time_sec": _seconds = Number(key, value, long.MinValue, long.MaxValue); break;
                case "last_handshake_time_nsec": _nanoseconds = Number(key, value, long.MinValue, long.MaxValue); break;
                case "rx_bytes": _peer = _peer with { ReceivedBytes = (ulong)Number(key, value, 0, long.MaxValue) }; break;
                case "tx_bytes": _peer = _peer with { SentBytes = (ulong)Number(key, value, 0, long.MaxValue) }; break;
            }
        }

        private static SecretMark Mark(ReadOnlySpan<byte> value)
        {
            Span<byte> bytes = stackalloc byte[WireGuardKey.Length];
            var mark = KeyText.DecodeHex(value, bytes) ? SecretMark.Of(bytes) : throw Wrong("preshared_key");
            bytes.Clear();
            return mark;
        }
    }
}
