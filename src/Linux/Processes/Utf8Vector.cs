using System.Runtime.InteropServices;
using System.Text;

namespace EventOps.Linux.Processes;

/// <summary>A NULL-terminated array of NUL-terminated UTF-8 strings, as execve(2) takes its arguments and environment.</summary>
internal sealed unsafe class Utf8Vector : IDisposable
{
    private readonly byte* block;

    internal Utf8Vector(IReadOnlyList<string> items)
    {
        var lengths = items.Select(i => Encoding.UTF8.GetByteCount(i) + 1).ToArray();
        var table = (items.Count + 1) * sizeof(byte*);
        block = (byte*)NativeMemory.AllocZeroed((nuint)(table + lengths.Sum()));
        var text = block + table;
        for (var i = 0; i < items.Count; i++)
        {
            Pointers[i] = text;
            Encoding.UTF8.GetBytes(items[i], new Span<byte>(text, lengths[i] - 1));
            text += lengths[i];
        }
    }

    internal byte** Pointers => (byte**)block;

    public void Dispose() => NativeMemory.Free(block);
}
