using System.Runtime.InteropServices;
using EventOps.Linux.Native;

namespace EventOps.Linux.Notify;

/// <summary>Reads a buffer of struct inotify_event. Whatever the bytes, it ends and never throws.</summary>
public static class InotifyRecords
{
    /// <summary>In bytes, without the name.</summary>
    public const int HeaderLength = 16;

    /// <summary>Appends the buffer's events.</summary>
    /// <returns>False when a record is cut off: what follows cannot be understood and counts as lost.</returns>
    public static bool Parse(ReadOnlySpan<byte> buffer, ICollection<InotifyEvent> events)
    {
        while (!buffer.IsEmpty)
        {
            if (buffer.Length < HeaderLength)
            {
                return false;
            }

            var nameLength = MemoryMarshal.Read<uint>(buffer[12..]);
            if (nameLength > buffer.Length - HeaderLength)
            {
                return false;
            }

            var name = buffer.Slice(HeaderLength, (int)nameLength);
            var end = name.IndexOf((byte)0);
            events.Add(new InotifyEvent(
                MemoryMarshal.Read<int>(buffer),
                (InotifyMask)MemoryMarshal.Read<uint>(buffer[4..]),
                MemoryMarshal.Read<uint>(buffer[8..]),
                LinuxPath.FromBytes(end < 0 ? name : name[..end])));
            buffer = buffer[(HeaderLength + (int)nameLength)..];
        }

        return true;
    }
}
