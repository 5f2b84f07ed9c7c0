using System.Runtime.InteropServices;

namespace EventOps.Linux.Notify;

/// <summary>Reads a buffer of struct fanotify_event_metadata with identifier records. Whatever the bytes, it ends and never throws.</summary>
public static class FanotifyRecords
{
    /// <summary>In bytes (FAN_EVENT_METADATA_LEN).</summary>
    public const int MetadataLength = 24;

    private const int InfoHeaderLength = 4;
    private const int IdentityLength = 8;
    private const byte Version = 3;
    private const byte FirstIdentifierType = 1;
    private const byte LastIdentifierType = 3;

    /// <summary>Hands on each event.</summary>
    /// <param name="event">Mask, filesystem (zero when not said), and the event's descriptor, -1 when it has none; the receiver closes it.</param>
    /// <returns>False when a record is cut off or of a version not known: what follows cannot be understood and counts as lost.</returns>
    public static bool Parse(ReadOnlySpan<byte> buffer, Action<FanotifyMask, FileSystemIdentity, int> @event)
    {
        while (!buffer.IsEmpty)
        {
            if (buffer.Length < MetadataLength || buffer[4] != Version)
            {
                return false;
            }

            var length = MemoryMarshal.Read<uint>(buffer);
            var header = MemoryMarshal.Read<ushort>(buffer[6..]);
            if (length < MetadataLength || length > buffer.Length || header < MetadataLength || header > length)
            {
                return false;
            }

            var identity = FindIdentity(buffer[header..(int)length]);
            @event((FanotifyMask)MemoryMarshal.Read<ulong>(buffer[8..]), identity, MemoryMarshal.Read<int>(buffer[16..]));
            buffer = buffer[(int)length..];
        }

        return true;
    }

    /// <summary>All identifier records (FID, DFID_NAME, DFID) begin with the filesystem's identity.</summary>
    private static FileSystemIdentity FindIdentity(ReadOnlySpan<byte> records)
    {
        while (records.Length >= InfoHeaderLength)
        {
            var length = MemoryMarshal.Read<ushort>(records[2..]);
            if (length < InfoHeaderLength || length > records.Length)
            {
                break;
            }

            if (records[0] is >= FirstIdentifierType and <= LastIdentifierType && length >= InfoHeaderLength + IdentityLength)
            {
                return FileSystemIdentity.From(records[InfoHeaderLength..]);
            }

            records = records[length..];
        }

        return default;
    }
}
