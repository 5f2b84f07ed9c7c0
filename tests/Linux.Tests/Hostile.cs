using CsCheck;

namespace EventOps.Linux.Tests;

/// <summary>Bytes from outside: random ones, and valid ones with some changed, cut or doubled.</summary>
internal static class Hostile
{
    internal static void Sample(byte[] valid, Func<byte[], bool> holds)
    {
        Gen.Byte.Array[0, 300].Sample(holds, iter: 5000);
        Gen.Select(Gen.Int[0, valid.Length], Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte).Array[0, 6], Gen.Int[0, 40])
            .Sample((length, changes, repeated) => holds(Mutate(valid, length, changes, repeated)), iter: 20000);
    }

    private static byte[] Mutate(byte[] valid, int length, (int Where, byte What)[] changes, int repeated)
    {
        var bytes = (byte[])valid.Clone();
        foreach (var (where, what) in changes)
        {
            bytes[where] = what;
        }

        return [.. bytes[..length], .. bytes[..Math.Min(repeated, bytes.Length)]];
    }
}
