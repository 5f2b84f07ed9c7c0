namespace EventOps.Linux.Nftables;

/// <summary>What came of nft commands.</summary>
/// <param name="IsDone">All were taken, or would be; else none was.</param>
/// <param name="Output">Of commands that list something, else empty.</param>
/// <param name="Error">nftables' words, with the place; warnings too.</param>
public sealed record NftResult(bool IsDone, string Output, string Error);
