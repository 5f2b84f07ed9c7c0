using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text;

namespace EventOps.Rules.Loading;

/// <summary>The author's own text, as it was compiled: kept inside the assembly's embedded debug information.</summary>
public static class EmbeddedSource
{
    /// <summary>The kind of custom debug information that holds it; Portable PDB specification, "Embedded Source".</summary>
    private static readonly Guid Kind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The text, or null when the assembly has none.</summary>
    public static string? Read(ReadOnlyMemory<byte> assembly)
    {
        using var image = new PEReader(new MemoryStream(assembly.ToArray()));
        var entry = image.ReadDebugDirectory().FirstOrDefault(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        if (entry.Type != DebugDirectoryEntryType.EmbeddedPortablePdb)
        {
            return null;
        }

        using var pdb = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var reader = pdb.GetMetadataReader();
        foreach (var handle in reader.CustomDebugInformation)
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) == Kind)
            {
                return Decode(reader.GetBlobBytes(information.Value));
            }
        }

        return null;
    }

    /// <param name="blob">Four bytes with the text's length, or zero when it is not deflated; then the text.</param>
    private static string Decode(byte[] blob)
    {
        var isDeflated = BitConverter.ToInt32(blob) != 0;
        using Stream content = new MemoryStream(blob, sizeof(int), blob.Length - sizeof(int));
        using var plain = isDeflated ? new DeflateStream(content, CompressionMode.Decompress) : content;
        using var text = new StreamReader(plain, Encoding.UTF8);
        return text.ReadToEnd();
    }
}
