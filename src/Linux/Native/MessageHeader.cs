using System.Runtime.InteropServices;

namespace EventOps.Linux.Native;

/// <summary>struct msghdr of recvmsg(2), on 64 bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageHeader
{
    public nint Name;
    public uint NameLength;
    public nint Parts;
    public nuint PartCount;
    public nint Control;
    public nuint ControlLength;
    public int Flags;
}
