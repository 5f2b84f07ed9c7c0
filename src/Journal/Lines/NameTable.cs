using System.Text;

namespace EventOps.Journal.Lines;

/// <summary>Kinds and sources repeat without end: each is made a string once.</summary>
internal sealed class NameTable
{
    private const int Slots = 256;

    private readonly (byte[] Bytes, string Text)[] slots = new (byte[], string)[Slots];

    public string Get(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
        {
            hash = (hash ^ b) * 16777619u;
        }

        ref var slot = ref slots[(hash ^ (hash >> 16)) % Slots];
        if (slot.Bytes is null || !name.SequenceEqual(slot.Bytes))
        {
            slot = (name.ToArray(), Encoding.UTF8.GetString(name));
        }

        return slot.Text;
    }
}
