using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventOps.Linux.WireGuard;

/// <summary>Writes a change for the cross-platform interface. The result holds keys: to be wiped after use.</summary>
internal static class UserspaceWriter
{
    internal static byte[] Write(WireGuardChange change)
    {
        var lines = new Lines();
        lines.Add("set", "1");
        lines.Add("private_key", change.PrivateKey);
        lines.Add("listen_port", change.ListenPort);
        lines.Add("fwmark", change.FirewallMark);
        foreach (var peer in change.Peers)
        {
            lines.Add("public_key", Convert.ToHexStringLower(peer.PublicKey.ToBytes()));
            if (peer.IsRemoved)
            {
                lines.Add("remove", "true");
                continue;
            }

            if (peer.OnlyIfPresent)
            {
                lines.Add("update_only", "true");
            }

            lines.Add("preshared_key", peer.PresharedKey);
            lines.Add("endpoint", peer.Endpoint);
            lines.Add("persistent_keepalive_interval", peer.KeepAlive);
            if (peer.AllowedIPs is { } networks)
            {
                lines.Add("replace_allowed_ips", "true");
                foreach (var network in networks)
                {
                    lines.Add("allowed_ip", network.ToString());
                }
            }
        }

        return lines.End();
    }

    private sealed class Lines
    {
        private byte[] _bytes = new byte[4096];
        private int _length;

        internal void Add(string key, object? value)
        {
            if (value is not null)
            {
                Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}={value}\n")));
            }
        }

        internal void Add(string key, SecretKey? secret)
        {
            if (secret is null)
            {
                return;
            }

            Span<byte> hex = stackalloc byte[WireGuardKey.Length * 2];
            Convert.TryToHexStringLower(secret.Bytes, hex, out _);
            Append(Encoding.ASCII.GetBytes(key + "="));
            Append(hex);
            Append("\n"u8);
            hex.Clear();
        }

        internal byte[] End()
        {
            Append("\n"u8);
            var whole = _bytes[.._length];
            CryptographicOperations.ZeroMemory(_bytes);
            return whole;
        }

        private void Append(ReadOnlySpan<byte> bytes)
        {
            if (_length + bytes.Length > _bytes.Length)
            {
                var larger = new byte[Math.Max(_length + bytes.Length, _bytes.Length * 2)];
                _bytes.CopyTo(larger, 0);
                CryptographicOperations.ZeroMemory(_bytes);
                _bytes = larger;
            }

            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }
    }
}
