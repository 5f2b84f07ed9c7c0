namespace EventOps.Journal.Tests;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() =>
        Root = Directory.CreateTempSubdirectory("journal-test-").FullName;

    public string Root { get; }

    /// <summary>A path in it that is not there yet.</summary>
    public string Journal => System.IO.Path.Combine(Root, "journal");

    public void Dispose() => Directory.Delete(Root, true);
}
