using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>
/// How full a thin pool is, as device-mapper itself tells (DM_TABLE_STATUS of linux/dm-ioctl.h; the line is told of in the kernel's
/// Documentation/admin-guide/device-mapper/thin-provisioning.rst). One call, without a process and without writing the pool's metadata first.
/// </summary>
/// <param name="Data">Blocks of data in use, and all.</param>
/// <param name="Metadata">Blocks of metadata in use, and all.</param>
/// <param name="Mode">rw, ro or out_of_data_space.</param>
public sealed record ThinPoolStatus((long Used, long All) Data, (long Used, long All) Metadata, string Mode)
{
    private const nuint TableStatus = 0xc138fd0c;
    private const int HeaderLength = 312;
    private const int NameOffset = 48;
    private const int NameLength = 128;
    private const int SpecLength = 40;
    private const uint NoFlush = 1 << 11;

    /// <summary>In whole hundredths: to be compared with what was before.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Share(Data)} of {Data.All}, {Share(Metadata)} of {Metadata.All}, {Mode}");

    /// <param name="pool">Group and pool: vg0/pool0.</param>
    /// <returns>Null when there is no such pool, it is not active, or device-mapper cannot be asked.</returns>
    public static ThinPoolStatus? Read(string pool)
    {
        if (pool.Split('/') is not [var group, var name])
        {
            return null;
        }

        // Beneath thin volumes the pool is a layer of its own.
        var mapped = MapperNames.Join(group, name);
        return Ask(mapped + "-tpool") ?? Ask(mapped);
    }

    /// <summary>Reads what the call left: a header, one target, its line. Null for anything else.</summary>
    internal static ThinPoolStatus? Parse(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(answer[20..]) != 1)
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(answer[16..]);
        if (start < HeaderLength || start > answer.Length - SpecLength)
        {
            return null;
        }

        var target = answer[(int)start..];
        return Text(target[24..SpecLength]) is "thin-pool" ? Line(Text(target[SpecLength..])) : null;
    }

    /// <summary>"1 406/4161600 64/3200 - rw discard_passdown ...": transaction, metadata, data, root, mode.</summary>
    internal static ThinPoolStatus? Line(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var metadata, var data, _, var mode, ..]
        && Pair(metadata) is { } ofMetadata && Pair(data) is { } ofData
            ? new ThinPoolStatus(ofData, ofMetadata, mode)
            : null;

    private static ThinPoolStatus? Ask(string mapped)
    {
        var bytes = Encoding.UTF8.GetBytes(mapped);
        if (bytes.Length >= NameLength)
        {
            return null;
        }

        Span<byte> call = stackalloc byte[1024];
        call.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(call, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(call[12..], (uint)call.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(call[16..], HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(call[28..], NoFlush);
        bytes.CopyTo(call[NameOffset..]);
        try
        {
            using var control = FileDescriptor.Open(LinuxPath.FromString("/dev/mapper/control"), OpenMode.Write);
            return Ioctl.Try(control, TableStatus, call) < 0 ? null : Parse(call);
        }
        catch (LinuxException)
        {
            // No device-mapper here, or none that may be asked.
            return null;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static (long Used, long All)? Pair(string text) =>
        text.Split('/') is [var used, var all]
        && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var u) && long.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
            ? (u, a)
            : null;

    private static string Share((long Used, long All) part) =>
        part.All == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{part.Used * 100 / part.All}%");
}
