namespace EventOps.Linux.Routing;

/// <summary>FRA_* of linux/fib_rules.h.</summary>
internal static class RuleAttribute
{
    internal const int To = 1;
    internal const int From = 2;
    internal const int InputLink = 3;
    internal const int GoTo = 4;
    internal const int Priority = 6;
    internal const int Mark = 10;
    internal const int TunnelId = 12;
    internal const int SuppressedLinkGroup = 13;
    internal const int SuppressedPrefixLength = 14;
    internal const int Table = 15;
    internal const int MarkMask = 16;
    internal const int OutputLink = 17;
    internal const int Vrf = 19;
    internal const int Users = 20;
    internal const int Protocol = 21;
    internal const int IPProtocol = 22;
    internal const int SourcePorts = 23;
    internal const int DestinationPorts = 24;
    internal const int CodePoint = 25;
    internal const int SourcePortMask = 28;
    internal const int DestinationPortMask = 29;
    internal const uint InvertFlag = 2;
}
