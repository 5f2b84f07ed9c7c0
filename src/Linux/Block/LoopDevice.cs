using System.Globalization;
using EventOps.Linux.Native;

namespace EventOps.Linux.Block;

/// <summary>A loop device: a block device over a file (loop(4)). Names one; does not hold it open.</summary>
/// <param name="Number">0 of /dev/loop0.</param>
public sealed record LoopDevice(int Number)
{
    private const nuint GetFree = 0x4c82;
    private const nuint Configure = 0x4c0a;
    private const nuint SetDescriptor = 0x4c00;
    private const nuint ClearDescriptor = 0x4c01;
    private const nuint SetStatus = 0x4c04;
    private const nuint SetCapacityRequest = 0x4c07;
    private const int Attempts = 32;

    public LinuxPath Path => LinuxPath.FromString(string.Create(CultureInfo.InvariantCulture, $"/dev/loop{Number}"));

    /// <summary>The kernel's name of it: loop0.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"loop{Number}");

    /// <summary>Puts a free loop device over a file. Others may take the free one first; then the next is tried.</summary>
    /// <exception cref="LinuxException">The file cannot be opened so, or no loop device was to be had.</exception>
    public static LoopDevice Attach(LinuxPath file, bool readOnly = false)
    {
        using var backing = FileDescriptor.Open(file, readOnly ? OpenMode.Read : OpenMode.Write);
        using var control = FileDescriptor.Open(LinuxPath.FromString("/dev/loop-control"), OpenMode.Write);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = Ioctl.Try(control, GetFree, 0);
            if (number < 0)
            {
                throw new LinuxException("LOOP_CTL_GET_FREE", "/dev/loop-control", -number);
            }

            var device = new LoopDevice(number);
            var answer = device.Bind(backing, file, readOnly);
            if (answer >= 0)
            {
                return device;
            }

            if (answer != -Errno.EBUSY)
            {
                throw new LinuxException("LOOP_CONFIGURE", $"{device.Path} for {file.ToDisplay()}", -answer);
            }
        }

        throw new LinuxException("LOOP_CONFIGURE", file.ToDisplay(), Errno.EBUSY, "others kept taking the free loop devices; try again");
    }

    /// <summary>The loop device of that path or kernel name, attached or not.</summary>
    /// <returns>Null when it names none.</returns>
    public static LoopDevice? FromName(string name)
    {
        var digits = System.IO.Path.GetFileName(name.AsSpan());
        return digits.StartsWith("loop") && int.TryParse(digits[4..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LoopDevice(number)
            : null;
    }

    /// <summary>The file beneath, from sysfs; null when there is none.</summary>
    public LinuxPath? BackingFile(string sysfs = "/sys") => BlockDevice.Find(Name, sysfs)?.BackingFile;

    /// <summary>Makes the device as large as its file now is. Takes microseconds and sends a uevent with RESIZE=1.</summary>
    /// <exception cref="LinuxException">ENXIO: no file is attached. EPERM: CAP_SYS_ADMIN is missing.</exception>
    public void SetCapacity()
    {
        // Opened for reading: closing a writer would send a second uevent. CAP_SYS_ADMIN stands in for write access.
        using var device = FileDescriptor.Open(Path, OpenMode.Read);
        Require(Ioctl.Try(device, SetCapacityRequest, 0), "LOOP_SET_CAPACITY");
    }

    /// <summary>Takes the file away: at once when nobody has the device open or mounted, else when the last one closes it.</summary>
    /// <returns>False when no file was attached.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public bool Detach()
    {
        using var device = FileDescriptor.Open(Path, OpenMode.Read);
        var answer = Ioctl.Try(device, ClearDescriptor, 0);
        if (answer == -Errno.ENXIO)
        {
            return false;
        }

        Require(answer, "LOOP_CLR_FD");
        return true;
    }

    private int Bind(FileDescriptor backing, LinuxPath file, bool readOnly)
    {
        FileDescriptor device;
        try
        {
            device = FileDescriptor.Open(Path, readOnly ? OpenMode.Read : OpenMode.Write);
        }
        catch (LinuxException refusal) when (refusal.Errno is Errno.EBUSY or Errno.ENXIO)
        {
            return -Errno.EBUSY;
        }

        using (device)
        {
            var held = false;
            backing.DangerousAddRef(ref held);
            try
            {
                return Bind(device, (int)backing.DangerousGetHandle(), LoopConfiguration.For(backing, file, readOnly));
            }
            finally
            {
                backing.DangerousRelease();
            }
        }
    }

    private static int Bind(FileDescriptor device, int backing, byte[] configuration)
    {
        var answer = Ioctl.Try(device, Configure, configuration);
        if (answer is not (-Errno.EINVAL or -Errno.ENOTTY))
        {
            return answer;
        }

        // Kernels before 5.8 have no LOOP_CONFIGURE.
        answer = Ioctl.Try(device, SetDescriptor, backing);
        return answer < 0 ? answer : Ioctl.Try(device, SetStatus, configuration.AsSpan(LoopConfiguration.InfoOffset));
    }

    private void Require(int answer, string operation)
    {
        if (answer < 0)
        {
            throw new LinuxException(operation, Path.ToString(), -answer, answer == -Errno.ENXIO ? "no file is attached to it" : "");
        }
    }
}
