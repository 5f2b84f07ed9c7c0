namespace EventOps;

/// <summary>What was measured on the way, for whoever reads the output of <c>./test</c>: a test that passes prints nothing there itself.</summary>
internal static class TestTable
{
    /// <param name="name">Of a file in the folder that EVENTOPS_TABLES names; nothing is written where it names none.</param>
    public static Task ShowAsync(string name, string table) => Environment.GetEnvironmentVariable("EVENTOPS_TABLES") is { Length: > 0 } folder
        ? File.WriteAllTextAsync(Path.Combine(folder, name), table.TrimEnd('\n') + "\n")
        : Task.CompletedTask;
}
