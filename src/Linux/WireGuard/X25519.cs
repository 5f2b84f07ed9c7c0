using System.Buffers.Binary;

namespace EventOps.Linux.WireGuard;

/// <summary>
/// Multiplies a point of Curve25519 by a scalar (RFC 7748, section 5): what the public key is of a private one. The platform has no X25519 yet.
/// The ladder takes the same steps and memory whatever the secret.
/// </summary>
internal static class X25519
{
    internal const int Length = 32;
    private const ulong A24 = 121665;

    /// <summary>The public key: the scalar times the base point, whose u is 9.</summary>
    internal static byte[] Public(ReadOnlySpan<byte> secret)
    {
        Span<byte> basePoint = stackalloc byte[Length];
        basePoint.Clear();
        basePoint[0] = 9;
        return Multiply(secret, basePoint);
    }

    internal static byte[] Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> u)
    {
        Span<byte> clamped = stackalloc byte[Length];
        scalar[..Length].CopyTo(clamped);
        clamped[0] &= 248;
        clamped[31] = (byte)((clamped[31] & 127) | 64);

        var x1 = FieldElement.Read(u);
        var (x2, z2) = (FieldElement.One, FieldElement.Zero);
        var (x3, z3) = (x1, FieldElement.One);
        var swap = 0UL;
        for (var bit = 254; bit >= 0; bit--)
        {
            var now = (ulong)(clamped[bit / 8] >> (bit % 8)) & 1;
            FieldElement.SwapIf(swap ^ now, ref x2, ref x3);
            FieldElement.SwapIf(swap ^ now, ref z2, ref z3);
            swap = now;

            var (a, b, c, d) = (x2 + z2, x2 - z2, x3 + z3, x3 - z3);
            var (aa, bb, da, cb) = (a * a, b * b, d * a, c * b);
            var e = aa - bb;
            (x3, z3) = ((da + cb) * (da + cb), x1 * ((da - cb) * (da - cb)));
            (x2, z2) = (aa * bb, e * (aa + e.Times(A24)));
        }

        FieldElement.SwapIf(swap, ref x2, ref x3);
        FieldElement.SwapIf(swap, ref z2, ref z3);
        clamped.Clear();
        return (x2 * z2.Inverse()).ToBytes();
    }

    /// <summary>A number modulo 2^255 - 19, in five limbs of 51 bits that may run over by a few.</summary>
    private readonly struct FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        private const ulong Mask = (1UL << 51) - 1;

        // Four times the modulus, limb by limb: keeps a difference above zero.
        private const ulong Four0 = (1UL << 53) - 76;
        private const ulong Four = (1UL << 53) - 4;

        private readonly ulong _l0 = l0, _l1 = l1, _l2 = l2, _l3 = l3, _l4 = l4;

        internal static FieldElement Zero => default;

        internal static FieldElement One => new(1, 0, 0, 0, 0);

        public static FieldElement operator +(in FieldElement a, in FieldElement b) => Carry(a._l0 + b._l0, a._l1 + b._l1, a._l2 + b._l2, a._l3 + b._l3, a._l4 + b._l4);

        public static FieldElement operator -(in FieldElement a, in FieldElement b) =>
            Carry(a._l0 + Four0 - b._l0, a._l1 + Four - b._l1, a._l2 + Four - b._l2, a._l3 + Four - b._l3, a._l4 + Four - b._l4);

        public static FieldElement operator *(in FieldElement a, in FieldElement b)
        {
            // What lies above 2^255 comes back times 19.
            var (w1, w2, w3, w4) = (b._l1 * 19, b._l2 * 19, b._l3 * 19, b._l4 * 19);
            return Carry(
                P(a._l0, b._l0) + P(a._l1, w4) + P(a._l2, w3) + P(a._l3, w2) + P(a._l4, w1),
                P(a._l0, b._l1) + P(a._l1, b._l0) + P(a._l2, w4) + P(a._l3, w3) + P(a._l4, w2),
                P(a._l0, b._l2) + P(a._l1, b._l1) + P(a._l2, b._l0) + P(a._l3, w4) + P(a._l4, w3),
                P(a._l0, b._l3) + P(a._l1, b._l2) + P(a._l2, b._l1) + P(a._l3, b._l0) + P(a._l4, w4),
                P(a._l0, b._l4) + P(a._l1, b._l3) + P(a._l2, b._l2) + P(a._l3, b._l1) + P(a._l4, b._l0));
        }

        internal FieldElement Times(ulong small) => Carry(P(_l0, small), P(_l1, small), P(_l2, small), P(_l3, small), P(_l4, small));

        /// <summary>By Fermat: to the power of 2^255 - 21, whose bits are all 1 but the second and the fourth.</summary>
        internal FieldElement Inverse()
        {
            var result = One;
            for (var bit = 254; bit >= 0; bit--)
            {
                result *= result;
                result = bit is 2 or 4 ? result : result * this;
            }

            return result;
        }

        internal static void SwapIf(ulong bit, ref FieldElement a, ref FieldElement b)
        {
            var mask = 0 - bit;
            var (x0, x1, x2, x3, x4) = (mask & (a._l0 ^ b._l0), mask & (a._l1 ^ b._l1), mask & (a._l2 ^ b._l2), mask & (a._l3 ^ b._l3), mask & (a._l4 ^ b._l4));
            a = new FieldElement(a._l0 ^ x0, a._l1 ^ x1, a._l2 ^ x2, a._l3 ^ x3, a._l4 ^ x4);
            b = new FieldElement(b._l0 ^ x0, b._l1 ^ x1, b._l2 ^ x2, b._l3 ^ x3, b._l4 ^ x4);
        }

        /// <summary>Little endian; the highest bit does not count.</summary>
        internal static FieldElement Read(ReadOnlySpan<byte> bytes)
        {
            var (a, b, c, d) = (U(bytes, 0), U(bytes, 8), U(bytes, 16), U(bytes, 24));
            return new FieldElement(a & Mask, ((a >> 51) | (b << 13)) & Mask, ((b >> 38) | (c << 26)) & Mask, ((c >> 25) | (d << 39)) & Mask, (d >> 12) & Mask);
        }

        internal byte[] ToBytes()
        {
            var r = Carry(_l0, _l1, _l2, _l3, _l4);

            // Whether it is at least the modulus shows when 19 more carry out of the top.
            var over = (r._l0 + 19) >> 51;
            over = (r._l1 + over) >> 51;
            over = (r._l2 + over) >> 51;
            over = (r._l3 + over) >> 51;
            over = (r._l4 + over) >> 51;
            var l0 = r._l0 + (19 * over);
            var l1 = r._l1 + (l0 >> 51);
            var l2 = r._l2 + (l1 >> 51);
            var l3 = r._l3 + (l2 >> 51);
            var l4 = r._l4 + (l3 >> 51);
            (l0, l1, l2, l3, l4) = (l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask);

            var bytes = new byte[Length];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, l0 | (l1 << 51));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (l1 >> 13) | (l2 << 38));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), (l2 >> 26) | (l3 << 25));
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), (l3 >> 39) | (l4 << 12));
            return bytes;
        }

        private static UInt128 P(ulong a, ulong b)
        {
            var high = Math.BigMul(a, b, out var low);
            return new UInt128(high, low);
        }

        private static ulong U(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

        private static FieldElement Carry(UInt128 t0, UInt128 t1, UInt128 t2, UInt128 t3, UInt128 t4)
        {
            t1 += t0 >> 51;
            t2 += t1 >> 51;
            t3 += t2 >> 51;
            t4 += t3 >> 51;
            var low = ((ulong)t0 & Mask) + ((ulong)(t4 >> 51) * 19);
            return new FieldElement(low & Mask, ((ulong)t1 & Mask) + (low >> 51), (ulong)t2 & Mask, (ulong)t3 & Mask, (ulong)t4 & Mask);
        }
    }
}
