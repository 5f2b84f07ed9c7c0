using EventOps.Rules.Compilation;

namespace EventOps.Rules.Tests.Compilation;

public sealed class RuleCacheTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RuleSource _source = Workbench.Source(Workbench.Good, "grow.cs");

    public void Dispose() => _scratch.Dispose();

    private RuleCache Cache(string? folder = null, long largest = 1 << 20, string fingerprint = "f") => new(folder ?? _scratch.Path, fingerprint, largest);

    private CompiledRuleFile Compiled => Workbench.Compiler.Compile(_source).Compiled!;

    [Fact]
    public void What_was_kept_is_found_again_by_another_cache_on_the_same_folder()
    {
        var compiled = Compiled;
        Cache().Keep(_source, compiled);

        var found = Cache().Find(_source);

        Assert.NotNull(found);
        Assert.Equal(compiled.Assembly.ToArray(), found.Assembly.ToArray());
        Assert.Equal(compiled.Rules, found.Rules);
        Assert.Single(Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public void Other_bytes_another_name_or_another_fingerprint_are_not_found()
    {
        Cache().Keep(_source, Compiled);

        Assert.Null(Cache().Find(Workbench.Source(Workbench.Good + " ", "grow.cs")));
        Assert.Null(Cache().Find(Workbench.Source(Workbench.Good, "other.cs")));
        Assert.Null(Cache(fingerprint: "g").Find(_source));
    }

    [Fact]
    public void A_damaged_entry_is_noticed_at_every_byte_and_put_aside_with_a_warning()
    {
        Cache().Keep(_source, Compiled);
        var path = Assert.Single(Directory.GetFiles(_scratch.Path));
        var sound = File.ReadAllBytes(path);
        for (var i = 0; i < sound.Length; i += 97)
        {
            var bytes = (byte[])sound.Clone();
            bytes[i] ^= 0x10;
            File.WriteAllBytes(path, bytes);
            var cache = Cache();

            Assert.Null(cache.Find(_source));
            Assert.Equal("EVO051", Assert.Single(cache.TakeWarnings()).Problem.Id);
            Assert.False(File.Exists(path));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(36)]
    [InlineData(500)]
    public void A_torn_entry_is_noticed_and_a_new_one_takes_its_place(int length)
    {
        var compiled = Compiled;
        Cache().Keep(_source, compiled);
        var path = Assert.Single(Directory.GetFiles(_scratch.Path));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        var cache = Cache();

        Assert.Null(cache.Find(_source));
        cache.Keep(_source, compiled);

        Assert.NotNull(cache.Find(_source));
    }

    [Fact]
    public void No_disk_space_is_a_warning_and_leaves_nothing_half_written()
    {
        Native.RequireRoot();
        Assert.Equal(0, Native.Mount("none", _scratch.Path, "tmpfs", 0, "size=4k,mode=0700"));
        try
        {
            var cache = Cache();

            cache.Keep(_source, Compiled);

            var warning = Assert.Single(cache.TakeWarnings());
            Assert.Equal((FindingSeverity.Warning, "EVO050"), (warning.Severity, warning.Problem.Id));
            Assert.Null(cache.Find(_source));
            Assert.Empty(Directory.GetFiles(_scratch.Path));
        }
        finally
        {
            Assert.Equal(0, Native.Unmount(_scratch.Path, 0));
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_warning_and_no_more()
    {
        var cache = Cache(Path.Combine(_scratch.Write("file", "x"), "cache"));

        cache.Keep(_source, Compiled);

        Assert.Null(cache.Find(_source));
        Assert.Equal("EVO050", Assert.Single(cache.TakeWarnings()).Problem.Id);
    }

    [Fact]
    public void A_folder_that_others_may_write_is_not_used()
    {
        Cache().Keep(_source, Compiled);
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)Convert.ToInt32("0777", 8));
        var cache = Cache();

        Assert.Null(cache.Find(_source));
        Assert.Contains("chmod go-w", Assert.Single(cache.TakeWarnings()).Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_core_asks_the_cache_without_any_type_of_the_compiler()
    {
        Type[] core = [typeof(RuleCache), typeof(RuleSource), typeof(CompiledRuleFile), typeof(RuleReferences), typeof(RuleNames), typeof(EventOps.Rules.Compilation.Files.RuleFolder)];
        const System.Reflection.BindingFlags all = (System.Reflection.BindingFlags)62;

        var used = core.SelectMany(type => type.GetMethods(all))
            .SelectMany(m => (m.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? []).Concat(m.GetParameters().Select(p => p.ParameterType)).Append(m.ReturnType));

        Assert.DoesNotContain(used, type => type.Assembly.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public void The_oldest_entries_go_when_it_grows_too_large()
    {
        var compiled = Compiled;
        Cache().Keep(_source, compiled);
        var size = new FileInfo(Directory.GetFiles(_scratch.Path)[0]).Length;
        var cache = Cache(largest: (3 * size) + 100);
        var sources = Enumerable.Range(0, 6).Select(i => Workbench.Source($"{i}", $"f{i}.cs")).ToList();
        foreach (var source in sources)
        {
            foreach (var file in Directory.GetFiles(_scratch.Path))
            {
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddMinutes(-1));
            }

            cache.Keep(source, compiled with { File = source.File, Sha256 = source.Sha256 });
        }

        Assert.Equal(["f3.cs", "f4.cs", "f5.cs"], sources.Where(s => cache.Find(s) is not null).Select(s => s.File));
        Assert.Empty(cache.TakeWarnings());
    }
}
