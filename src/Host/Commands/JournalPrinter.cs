using System.Globalization;
using EventOps.Journal;

namespace EventOps.Host.Commands;

/// <summary>Prints records to standard output: readable lines, or the journal's own.</summary>
internal sealed class JournalPrinter(bool json, bool atOnce = false) : IDisposable
{
    private readonly Stream _output = atOnce ? Console.OpenStandardOutput() : new BufferedStream(Console.OpenStandardOutput(), 64 << 10);

    public void Print(JournalRecord record)
    {
        if (json)
        {
            _output.Write(record.Line.Span);
            if (!record.Line.Span.EndsWith("\n"u8))
            {
                _output.WriteByte((byte)'\n');
            }

            return;
        }

        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Sequence,8}  {record.At:yyyy-MM-dd HH:mm:ss.fff}  {record.Kind,-16} {record.Source,-13} {JournalEventText.Of(record.Event)}");
        _output.Write(System.Text.Encoding.UTF8.GetBytes(Printable(line.TrimEnd()) + "\n"));
    }

    public void Dispose() => _output.Dispose();

    /// <summary>A name from outside must not steer the terminal.</summary>
    internal static string Printable(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c))
            : text;
}
