namespace EventOps.Linux.WireGuard;

/// <summary>linux/wireguard.h.</summary>
internal static class WireGuardAttribute
{
    internal const string Family = "wireguard";
    internal const byte Version = 1;
    internal const byte GetDevice = 0;
    internal const byte SetDevice = 1;

    internal const int Name = 2;
    internal const int PrivateKey = 3;
    internal const int PublicKey = 4;
    internal const int ListenPort = 6;
    internal const int FirewallMark = 7;
    internal const int Peers = 8;

    internal const int PeerPublicKey = 1;
    internal const int PeerPresharedKey = 2;
    internal const int PeerFlags = 3;
    internal const int PeerEndpoint = 4;
    internal const int PeerKeepAlive = 5;
    internal const int PeerLastHandshake = 6;
    internal const int PeerReceived = 7;
    internal const int PeerSent = 8;
    internal const int PeerAllowedIPs = 9;

    internal const uint RemoveMe = 1;
    internal const uint ReplaceAllowedIPs = 2;
    internal const uint UpdateOnly = 4;

    internal const int AllowedFamily = 1;
    internal const int AllowedAddress = 2;
    internal const int AllowedLength = 3;
}
