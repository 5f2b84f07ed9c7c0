namespace EventOps.Linux.Tests;

/// <summary>What tests that make namespaces need.</summary>
internal static class Root
{
    internal static void Require() => Assert.SkipUnless(Environment.UserName == "root", "needs root, to make network namespaces");
}
