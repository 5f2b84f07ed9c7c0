namespace EventOps.Linux.Routing;

/// <summary>IFLA_* of linux/if_link.h, and what lies within them.</summary>
internal static class LinkAttribute
{
    internal const int HardwareAddress = 1;
    internal const int Name = 3;
    internal const int Mtu = 4;
    internal const int Lower = 5;
    internal const int Master = 10;
    internal const int State = 16;
    internal const int Information = 18;
    internal const int ExtensionMask = 29;
    internal const int NamespaceDescriptor = 28;
    internal const int Xdp = 43;
    internal const int Kind = 1;
    internal const int Data = 2;
    internal const int VethPeer = 1;
    internal const int XdpAttached = 2;

    /// <summary>The first of four: whatever runs it.</summary>
    internal const int XdpProgram = 4;
    internal const int XdpHardwareProgram = 7;
}
