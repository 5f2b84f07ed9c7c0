namespace EventOps.Linux.Routing;

/// <summary>IFA_* of linux/if_addr.h.</summary>
internal static class AddressAttribute
{
    internal const int Address = 1;
    internal const int Local = 2;
    internal const int Broadcast = 4;
    internal const int Lifetimes = 6;
    internal const int Flags = 8;
}
