using EventOps.Host.RuleProcess;
using EventOps.Lab;
using EventOps.Model;
using Microsoft.Extensions.Time.Testing;

namespace EventOps.Host.Tests.RuleProcess;

/// <summary>What becomes of the rules when the cache of compiled ones cannot be used, and when files come and go while they are read.</summary>
public sealed class RuleFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventops-rules-").FullName;
    private readonly string _cache = Directory.CreateTempSubdirectory("eventops-cache-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_cache, recursive: true);
    }

    [Fact]
    public async Task A_damaged_entry_of_the_cache_is_told_of_and_compiled_anew()
    {
        Write("good.cs", RuleTexts.Good());
        Assert.Empty((await ReadAsync(_cache)).Warnings);
        var entry = Assert.Single(Directory.GetFiles(_cache));
        var bytes = await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(entry, bytes, TestContext.Current.CancellationToken);

        var read = await ReadAsync(_cache);
        Assert.Single(read.Manifest!.Files);
        Assert.Contains("is damaged", Assert.Single(read.Warnings).Message, StringComparison.Ordinal);
        Assert.Empty((await ReadAsync(_cache)).Warnings);
    }

    [Fact]
    public async Task Without_room_for_the_cache_the_rules_are_used_and_a_warning_says_so()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a filesystem needs root");
        Write("good.cs", RuleTexts.Good());
        using var full = new SmallTmpfs(Bytes.FromKiB(64));
        var cache = Directory.CreateDirectory(Path.Combine(full.Path, "cache"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        Fill(Path.Combine(full.Path, "ballast"));

        var read = await ReadAsync(cache);
        Assert.Empty(read.Errors);
        Assert.Single(read.Manifest!.Files);
        var warning = Assert.Single(read.Warnings);
        Assert.Contains(cache, warning.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", warning.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(cache));
    }

    [Fact]
    public async Task A_daemon_without_room_for_its_cache_starts_and_decides()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a filesystem needs root");
        using var full = new SmallTmpfs(Bytes.FromKiB(64));
        Fill(Path.Combine(full.Path, "ballast"));
        await using var rig = RuleRig.Make(cache: Path.Combine(full.Path, "cache"), rules: [("good.cs", RuleTexts.Good())]);
        Assert.Empty(await rig.Service.StartAsync(TestContext.Current.CancellationToken));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Key == "Good:data");
        rig.Save("good.cs", RuleTexts.Good(says: "second"));
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_that_come_compiled_with_the_program_are_not_compiled_again()
    {
        Write("good.cs", RuleTexts.Good());
        await ReadAsync(_cache);
        using var own = new CacheFolder();
        using var files = new RuleFiles(_folder, own.Path) { Shipped = _cache };
        var read = await files.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Single(read.Manifest!.Files);
        Assert.Empty(Directory.GetFiles(own.Path));

        Write("good.cs", RuleTexts.Good(says: "edited"));
        read = await files.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Single(read.Manifest!.Files);
        Assert.Single(Directory.GetFiles(own.Path));
    }

    [Fact]
    public async Task A_compiler_that_is_kept_answers_again_and_is_replaced_when_it_is_killed()
    {
        using var files = new RuleFiles(_folder, _cache) { KeepCompilerFor = TimeSpan.FromMinutes(5) };
        for (var save = 0; save < 3; save++)
        {
            Write("good.cs", RuleTexts.Good(says: $"save {save}"));
            Assert.Single((await files.ReadAsync(TestContext.Current.CancellationToken)).Manifest!.Files);
            Write("bad.cs", $"save {save}");
            Assert.NotEmpty((await files.ReadAsync(TestContext.Current.CancellationToken)).Errors);
            File.Delete(Path.Combine(_folder, "bad.cs"));
            Assert.NotEqual(0, files.IdleCompiler);
            if (save == 1)
            {
                using var killed = System.Diagnostics.Process.GetProcessById(files.IdleCompiler);
                killed.Kill();
                await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        using var last = System.Diagnostics.Process.GetProcessById(files.IdleCompiler);
        files.Dispose();
        await last.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, files.IdleCompiler);
    }

    [Fact]
    public async Task A_compiler_that_is_kept_ends_when_its_time_is_over()
    {
        var time = new FakeTimeProvider();
        using var files = new RuleFiles(_folder, _cache) { KeepCompilerFor = TimeSpan.FromMinutes(5), Time = time };
        Write("good.cs", RuleTexts.Good());
        Assert.Single((await files.ReadAsync(TestContext.Current.CancellationToken)).Manifest!.Files);
        using var compiler = System.Diagnostics.Process.GetProcessById(files.IdleCompiler);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, files.IdleCompiler);
        await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Files_that_come_and_go_while_they_are_read_and_compiled_never_give_anything_but_whole_rules()
    {
        Write("good.cs", RuleTexts.Good());
        using var stop = new CancellationTokenSource();
        var saving = Task.Run(
            () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    Write("other.cs", RuleTexts.Good("Other", $"save {i % 3}"));
                    File.Delete(Path.Combine(_folder, "other.cs"));
                }
            },
            TestContext.Current.CancellationToken);
        try
        {
            for (var i = 0; i < 10; i++)
            {
                var read = await ReadAsync(_cache);
                var files = read.Manifest?.Files.Select(f => f.File).ToList() ?? [.. read.Errors.Select(e => e.ToString())];
                Assert.True(files is ["good.cs"] or ["good.cs", "other.cs"] || read.Errors.All(e => e.File.EndsWith("other.cs", StringComparison.Ordinal)), string.Join("; ", files));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await saving;
        }
    }

    [Fact]
    public async Task A_file_that_is_removed_while_it_is_compiled_leaves_the_rules_as_the_folder_has_them()
    {
        await using var rig = await RuleRig.StartAsync(("good.cs", RuleTexts.Good()));
        for (var i = 0; i < 3; i++)
        {
            rig.Save("other.cs", RuleTexts.Good("Other", $"save {i}"));
            await Task.Delay(300, TestContext.Current.CancellationToken);
            File.Delete(Path.Combine(rig.Rules, "other.cs"));
        }

        rig.Save("good.cs", RuleTexts.Good(says: "last"));
        rig.Sample("data", 60);
        await rig.UntilAsync<AlarmRaised>(a => a.Message.StartsWith("last", StringComparison.Ordinal));
        Assert.Equal(["Good"], rig.Service.Rules.Select(r => r.Name));
        Assert.DoesNotContain(rig.Seen, e => e is RuleFaulted or RuleParked);
    }

    private static void Fill(string path)
    {
        using var ballast = new FileStream(path, FileMode.Create);
        try
        {
            while (true)
            {
                ballast.Write(new byte[4096]);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private async Task<RuleFilesResult> ReadAsync(string cache)
    {
        using var files = new RuleFiles(_folder, cache);
        return await files.ReadAsync(TestContext.Current.CancellationToken);
    }

    private void Write(string file, string text)
    {
        var aside = Path.Combine(_folder, "." + file + ".swp");
        File.WriteAllText(aside, text);
        File.Move(aside, Path.Combine(_folder, file), overwrite: true);
    }

    private sealed class CacheFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("eventops-cache-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
