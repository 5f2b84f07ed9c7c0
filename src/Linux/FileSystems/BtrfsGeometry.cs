using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EventOps.Linux.Native;

namespace EventOps.Linux.FileSystems;

/// <summary>How a mounted btrfs lies on its devices (BTRFS_IOC_FS_INFO).</summary>
/// <param name="SectorSize">In bytes; sizes are rounded down to it.</param>
public sealed record BtrfsGeometry(uint SectorSize, IReadOnlyList<BtrfsDevice> Devices)
{
    private const nuint InfoRequest = 0x8400941f;
    private const nuint DeviceRequest = 0xd000941e;
    private const nuint ResizeRequest = 0x50009403;
    private const int MostDevices = 1024;

    public long Size => Devices.Sum(device => device.Size);

    /// <param name="file">Any open file or folder of it.</param>
    /// <exception cref="LinuxException">It is no btrfs (ENOTTY), or asking failed.</exception>
    public static BtrfsGeometry Read(FileDescriptor file, string target)
    {
        Span<byte> info = stackalloc byte[1024];
        info.Clear();
        Ioctl.Call(file, InfoRequest, info, "BTRFS_IOC_FS_INFO", target);
        var last = MemoryMarshal.Read<ulong>(info);
        var count = MemoryMarshal.Read<ulong>(info[8..]);
        var devices = new List<BtrfsDevice>();
        var raw = new byte[4096];
        for (ulong id = 1; id <= last && (ulong)devices.Count < Math.Min(count, MostDevices); id++)
        {
            // Numbers of removed devices stay unused: ENODEV.
            if (ReadDevice(file, id, raw, target) is { } device)
            {
                devices.Add(device);
            }
        }

        return new BtrfsGeometry(Math.Max(1, MemoryMarshal.Read<uint>(info[36..])), devices);
    }

    /// <summary>BTRFS_IOC_RESIZE of one device to a size in bytes.</summary>
    internal static void Resize(FileDescriptor file, ulong device, long size, string target, string cure)
    {
        var request = new byte[4096];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{device}:{size}"), request.AsSpan(8));
        Ioctl.Call(file, ResizeRequest, request, "BTRFS_IOC_RESIZE", target, cure);
    }

    private static BtrfsDevice? ReadDevice(FileDescriptor file, ulong id, Span<byte> raw, string target)
    {
        raw.Clear();
        MemoryMarshal.Write(raw, id);
        var answer = Ioctl.Try(file, DeviceRequest, raw);
        if (answer == -Errno.ENODEV)
        {
            return null;
        }

        if (answer < 0)
        {
            throw new LinuxException("BTRFS_IOC_DEV_INFO", target, -answer);
        }

        var path = raw.Slice(3072, 1024);
        var end = path.IndexOf((byte)0);
        return new BtrfsDevice(
            id,
            MemoryMarshal.Read<long>(raw[32..]),
            MemoryMarshal.Read<long>(raw[24..]),
            LinuxPath.FromBytes(end < 0 ? path : path[..end]));
    }
}
