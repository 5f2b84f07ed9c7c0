namespace EventOps.Vm.Tests;

/// <summary>The daemon as it is installed: published, and its rules, which are compiled with it: in the emulated machine the compiler would take most of a minute.</summary>
internal sealed class PublishedProgram
{
    /// <summary>A publish compiles everything ahead of time: minutes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly Lazy<Task<PublishedProgram>> Once = new(() => MakeAsync(Repository.At("artifacts", "vm")));

    private readonly string _folder;

    private PublishedProgram(string folder) => _folder = folder;

    public string Program => Path.Combine(_folder, "program", "eventops");

    public string Rules => Path.Combine(_folder, "rules");

    /// <summary>Made once for all runs of the machine.</summary>
    public static Task<PublishedProgram> GetAsync() => Once.Value;

    private static async Task<PublishedProgram> MakeAsync(string folder)
    {
        var made = new PublishedProgram(folder);
        Directory.CreateDirectory(folder);
        await made.PublishAsync();
        made.CopyRules();
        return made;
    }

    private async Task PublishAsync()
    {
        string[] arguments =
        [
            "publish", Repository.At("src", "Host"), "-c", "Release", "-r", "linux-x64", "-v", "quiet", "--nologo",
            "-o", Path.GetDirectoryName(Program)!,
        ];
        var (code, words) = await Tool.RunAsync("dotnet", arguments, Patience);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}:\n{words}");
    }

    private void CopyRules()
    {
        Directory.CreateDirectory(Rules);
        foreach (var file in Directory.EnumerateFiles(Repository.At("rules"), "*.cs"))
        {
            var copy = Path.Combine(Rules, Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }
}
