using System.Globalization;
using System.Text;

namespace EventOps.Linux.Uevents;

/// <summary>A kernel uevent (Documentation/ABI/testing/sysfs-uevent): something happened to a device.</summary>
/// <param name="Action">add, remove, change, move, online, offline, bind or unbind.</param>
/// <param name="DevPath">The device's folder below /sys: <c>/devices/virtual/block/loop0</c>.</param>
/// <param name="Properties">All KEY=VALUE pairs; of a key given twice the last value.</param>
public sealed record Uevent(string Action, string DevPath, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>More than the kernel's own buffer (UEVENT_BUFFER_SIZE 2048) and its header can make.</summary>
    public const int LargestMessage = 8192;

    public string Subsystem => this["SUBSYSTEM"];

    /// <summary>The node below /dev: loop0; empty when it has none.</summary>
    public string DevName => this["DEVNAME"];

    /// <summary>The kernel's running number of uevents, from 1; 0 when missing.</summary>
    public ulong SequenceNumber => ulong.TryParse(this["SEQNUM"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A block device changed its size.</summary>
    public bool IsResize => this["RESIZE"] == "1";

    /// <summary>A medium or a backing file came or went.</summary>
    public bool IsMediaChange => this["DISK_MEDIA_CHANGE"] == "1";

    /// <summary>The disk turned read-only (true) or writable (false); null when that is not what happened.</summary>
    public bool? IsNowReadOnly => this["DISK_RO"] switch { "1" => true, "0" => false, _ => null };

    /// <summary>A property's value; empty when it is not there.</summary>
    public string this[string key] => Properties.GetValueOrDefault(key, "");

    /// <summary>Reads <c>action@devpath NUL KEY=VALUE NUL …</c>. Whatever the bytes, it ends and never throws.</summary>
    /// <returns>Null when it is malformed, oversize, or in udev's own format ("libudev").</returns>
    public static Uevent? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length > LargestMessage || message.StartsWith("libudev\0"u8) || message.IsEmpty || message[^1] != 0)
        {
            return null;
        }

        var header = Next(ref message);
        var at = header.IndexOf((byte)'@');
        if (at <= 0 || at + 1 >= header.Length || header[at + 1] != (byte)'/')
        {
            return null;
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!message.IsEmpty)
        {
            var pair = Next(ref message);
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0)
            {
                return null;
            }

            properties[Text(pair[..equals])] = Text(pair[(equals + 1)..]);
        }

        var uevent = new Uevent(Text(header[..at]), Text(header[(at + 1)..]), properties);
        return uevent["ACTION"] == uevent.Action && uevent["DEVPATH"] == uevent.DevPath ? uevent : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        var text = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return text;
    }
}
