using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace EventOps.Host.Settings;

/// <summary>Turns the bytes of a settings file into text, or says which byte is not UTF-8.</summary>
internal static class SettingsDecoder
{
    public static SettingsSource Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > SettingsFile.LargestBytes)
        {
            return Refused(path, SourcePosition.WholeFile, "the file is larger than 1 MiB", "that cannot be a settings file; see whether the path is right");
        }

        // A byte order mark is allowed by TOML and means nothing.
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return Utf8.IsValid(text)
            ? new SettingsSource(path, Encoding.UTF8.GetString(text))
            : Refused(path, EndOf(Encoding.UTF8.GetString(text[..FirstBad(text)])), "this is not UTF-8 text", "save the file as UTF-8");
    }

    private static int FirstBad(ReadOnlySpan<byte> text)
    {
        var good = 0;
        while (Rune.DecodeFromUtf8(text[good..], out _, out var length) == OperationStatus.Done)
        {
            good += length;
        }

        return good;
    }

    private static SourcePosition EndOf(string text) =>
        new(text.Count(c => c == '\n') + 1, text[(text.LastIndexOf('\n') + 1)..].EnumerateRunes().Count() + 1);

    private static SettingsSource Refused(string path, SourcePosition at, string what, string cure)
    {
        var source = new SettingsSource(path, "");
        source.Add(at, "", "", what, cure);
        return source;
    }
}
