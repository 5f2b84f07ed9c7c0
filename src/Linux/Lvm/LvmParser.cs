using System.Globalization;
using System.Text;
using System.Text.Json;
using EventOps.Model;
using Row = EventOps.Linux.Lvm.LvmJson.Row;

namespace EventOps.Linux.Lvm;

/// <summary>Reads lvm's JSON report. Whatever is not understood is an error, never an empty answer.</summary>
internal static class LvmParser
{
    private const int FirstBytesShown = 120;

    /// <summary>No field of a report tells of it.</summary>
    private const string OldMetadata = "WARNING: Inconsistent metadata found for VG ";

    /// <exception cref="LvmOutputException">There is no whole report, or a field that must be there is missing or odd.</exception>
    internal static LvmReport Parse(string command, ReadOnlySpan<byte> output, string error)
    {
        try
        {
            var start = FindStart(output);
            var (json, length) = Read(output[start..]);
            var outside = Encoding.UTF8.GetString(output[..start]) + "\n" + Encoding.UTF8.GetString(output[(start + length)..]);
            return Build(json, Lines(error + "\n" + outside));
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new LvmOutputException(command, e.Message, Printable(output), string.Join(" | ", Lines(error).Take(5)));
        }
    }

    internal static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, FirstBytesShown)]);
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }

    private static int FindStart(ReadOnlySpan<byte> output)
    {
        for (var at = 0; at < output.Length;)
        {
            var line = output[at..];
            var end = line.IndexOf((byte)'\n');
            if (line.TrimStart(" \t\r"u8) is [(byte)'{', ..])
            {
                return at;
            }

            at = end < 0 ? output.Length : at + end + 1;
        }

        throw new FormatException(output.IsEmpty ? "it printed nothing" : "there is no JSON in it");
    }

    private static (LvmJson Json, int Length) Read(ReadOnlySpan<byte> output)
    {
        var reader = new Utf8JsonReader(output, new JsonReaderOptions { MaxDepth = 16 });
        var json = JsonSerializer.Deserialize(ref reader, LvmJsonContext.Default.LvmJson);
        return json?.Report is null ? throw new FormatException("the JSON has no report in it") : (json, (int)reader.BytesConsumed);
    }

    private static LvmReport Build(LvmJson json, IReadOnlyList<string> warnings)
    {
        var parts = json.Report!.OfType<LvmJson.Part>().ToList();
        var logical = Rows(parts, p => p.Lv).Select(Logical).ToLookup(v => v.Group, StringComparer.Ordinal);
        var physical = Rows(parts, p => p.Pv).Select(Physical).ToLookup(v => v.Group, StringComparer.Ordinal);
        var groups = Rows(parts, p => p.Vg).Where(r => r.Text("vg_name").Length > 0).Select(r => Group(r, logical, physical))
            .Select(g => g with { HasOldMetadata = warnings.Contains($"{OldMetadata}{g.Name}.", StringComparer.Ordinal) }).ToList();
        return new LvmReport(groups, [.. physical[""]], warnings);
    }

    private static IEnumerable<Row> Rows(List<LvmJson.Part> parts, Func<LvmJson.Part, List<Row?>?> pick) =>
        parts.SelectMany(p => pick(p) ?? []).OfType<Row>();

    private static VolumeGroup Group(Row row, ILookup<string, LogicalVolume> logical, ILookup<string, PhysicalVolume> physical)
    {
        var name = row.Text("vg_name");
        return new VolumeGroup(
            name, row.Text("vg_uuid"), row.Text("vg_attr"), row.Size("vg_extent_size"), row.Number("vg_extent_count"), row.Number("vg_free_count"),
            checked((int)row.Number("vg_missing_pv_count")), [.. logical[name]], [.. physical[name]]);
    }

    private static LogicalVolume Logical(Row row) => new(
        row.Text("vg_name"), row.Text("lv_name").Trim('[', ']'), row.Text("lv_uuid"), row.Size("lv_size"), row.Text("lv_path"), row.Text("lv_attr"),
        row.Text("lv_active") switch { "" => false, "unknown" => null, _ => true },
        row.Text("lv_permissions"), row.Text("origin"), row.Text("lv_health_status"), row.Share("data_percent"), row.Text("pool_lv"))
    {
        SkipsActivation = row.Optional("lv_skip_activation").Length > 0,
        MetadataPercent = row.ContainsKey("metadata_percent") ? row.Share("metadata_percent") : null,
        CopyPercent = row.ContainsKey("copy_percent") ? row.Share("copy_percent") : null,
        MetadataSize = row.Optional("lv_metadata_size").Length > 0 ? row.Size("lv_metadata_size") : Bytes.Zero,
    };

    private static PhysicalVolume Physical(Row row) => new(
        row.Text("vg_name"), row.Text("pv_name"), row.Text("pv_uuid"), row.Size("pv_size"), row.Size("pv_free"),
        row.Text("pv_allocatable").Length > 0, row.Size("dev_size"), row.Size("pe_start"))
    {
        IsMissing = row.Optional("pv_missing").Length > 0,
    };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Text(this Row row, string field) =>
        !row.TryGetValue(field, out var value) ? throw new FormatException($"a row has no {field}")
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : value.ValueKind == JsonValueKind.Null ? ""
        : throw new FormatException($"{field} is a {value.ValueKind}");

    /// <summary>Of a field that versions before did not report.</summary>
    private static string Optional(this Row row, string field) => row.ContainsKey(field) ? row.Text(field) : "";

    private static long Number(this Row row, string field) =>
        long.TryParse(row.Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{field} is '{row.Text(field)}', not a number");

    private static Bytes Size(this Row row, string field) => new(row.Number(field));

    private static Percent? Share(this Row row, string field) =>
        row.Text(field) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? new Percent(share)
        : throw new FormatException($"{field} is '{text}', not a share");
}
