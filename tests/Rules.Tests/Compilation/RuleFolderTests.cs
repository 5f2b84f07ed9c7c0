using EventOps.Rules.Compilation.Files;

namespace EventOps.Rules.Tests.Compilation;

public sealed class RuleFolderTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private RuleFolderContents Read(RuleFolderOptions? options = null) => new RuleFolder(_scratch.Path, options).Read(TestContext.Current.CancellationToken);

    private static string Ids(RuleFolderContents contents) => string.Join(' ', contents.Findings.Select(f => f.Problem.Id));

    [Fact]
    public void Rule_files_are_read_by_name_with_their_hash()
    {
        _scratch.Write("b.cs", "two");
        _scratch.Write("a.cs", "one");

        var contents = Read();

        Assert.True(contents.IsSound);
        Assert.Equal(["a.cs", "b.cs"], contents.Sources.Select(s => s.File));
        Assert.Equal("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", contents.Sources[0].Sha256);
    }

    [Theory]
    [InlineData("a.cs~")]
    [InlineData(".a.cs.swp")]
    [InlineData(".a.cs")]
    [InlineData("a.cs.swp")]
    [InlineData("#a.cs#")]
    [InlineData(".#a.cs")]
    [InlineData("4913")]
    [InlineData("a.cs.tmp")]
    [InlineData("rules.csproj")]
    [InlineData("README.md")]
    public void E13_What_editors_leave_behind_is_not_a_rule_file(string name)
    {
        _scratch.Write("rule.cs", "x");
        _scratch.Write(name, "y");

        var contents = Read();

        Assert.Equal("rule.cs", Assert.Single(contents.Sources).File);
        Assert.Empty(contents.Findings);
    }

    [Theory]
    [InlineData("-rf.cs")]
    [InlineData("a b.cs")]
    [InlineData("a\nb.cs")]
    [InlineData("a\u001b[2J.cs")]
    [InlineData("ä.cs")]
    [InlineData("a;b.cs")]
    [InlineData("a.CS")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.cs")]
    public void A_hostile_name_is_refused_and_shown_harmlessly(string name)
    {
        _scratch.Write(name, "x");

        var problem = Assert.Single(Read().Findings).Problem;

        Assert.Equal("EVO040", problem.Id);
        Assert.DoesNotContain(problem.ToString(), char.IsControl);
    }

    [Fact]
    public void E17_A_symlink_a_hard_link_a_pipe_and_a_folder_are_refused_without_blocking()
    {
        var outside = _scratch.Write("target", "x");
        File.CreateSymbolicLink(Path.Combine(_scratch.Path, "link.cs"), outside);
        Assert.Equal(0, Native.Link(outside, Path.Combine(_scratch.Path, "hard.cs")));
        Assert.Equal(0, Native.MakePipe(Path.Combine(_scratch.Path, "pipe.cs"), 0x180));
        Directory.CreateDirectory(Path.Combine(_scratch.Path, "folder.cs"));

        var contents = Read();

        Assert.Empty(contents.Sources);
        Assert.Equal(
            ["folder.cs is a folder", "hard.cs has 2 names (hard links), so it can be changed from elsewhere", "link.cs is a symbolic link", "pipe.cs is a pipe"],
            contents.Findings.Select(f => f.Problem.Message.Split(';')[0]));
    }

    [Theory]
    [InlineData("0644", true)]
    [InlineData("0600", true)]
    [InlineData("0444", true)]
    [InlineData("0664", false)]
    [InlineData("0646", false)]
    [InlineData("0666", false)]
    [InlineData("0777", false)]
    public void A_file_that_others_may_write_is_refused(string mode, bool accepted)
    {
        var path = _scratch.Write("a.cs", "x");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        var contents = Read();

        Assert.Equal(accepted, contents.IsSound);
        Assert.Equal(accepted ? "" : "EVO045", Ids(contents));
    }

    [Fact]
    public void A_file_of_another_user_is_refused()
    {
        Native.RequireRoot();
        Assert.Equal(0, Native.ChangeOwner(_scratch.Write("a.cs", "x"), 65534, 0));

        Assert.Equal("EVO044", Ids(Read()));
    }

    [Theory]
    [InlineData("0755", "")]
    [InlineData("0700", "")]
    [InlineData("0775", "EVO045")]
    [InlineData("0757", "EVO045")]
    [InlineData("0777", "EVO045")]
    [InlineData("1777", "EVO045")]
    public void E16_A_folder_that_others_may_write_is_refused(string mode, string ids)
    {
        _scratch.Write("a.cs", "x");
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)Convert.ToInt32(mode, 8));

        var contents = Read();

        Assert.Equal(ids, Ids(contents));
        Assert.All(contents.Findings, f => Assert.Contains(_scratch.Path, f.Problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0770", 0u, "EVO045")]
    [InlineData("0777", 0u, "EVO045")]
    [InlineData("0755", 65534u, "EVO044")]
    [InlineData("0777", 65534u, "EVO044 EVO045")]
    [InlineData("1777", 0u, "")]
    public void E16_A_parent_that_others_may_write_is_refused_by_name(string mode, uint owner, string ids)
    {
        Native.RequireRoot();
        var inner = Directory.CreateDirectory(Path.Combine(_scratch.Path, "parent", "rules"), (UnixFileMode)0x1C0).FullName;
        File.WriteAllText(Path.Combine(inner, "a.cs"), "x");
        File.SetUnixFileMode(Path.Combine(inner, "a.cs"), (UnixFileMode)0x180);
        var parent = Path.GetDirectoryName(inner)!;
        Assert.Equal(0, Native.ChangeOwner(parent, owner, 0));
        File.SetUnixFileMode(parent, (UnixFileMode)Convert.ToInt32(mode, 8));

        var contents = new RuleFolder(inner).Read(TestContext.Current.CancellationToken);

        Assert.Equal(ids, Ids(contents));
        Assert.All(contents.Findings, f => Assert.Equal(parent, f.Problem.File));
    }

    [Fact]
    public void A_folder_reached_by_a_symlink_is_refused()
    {
        var real = Directory.CreateDirectory(Path.Combine(_scratch.Path, "real")).FullName;
        var link = Path.Combine(_scratch.Path, "link");
        File.CreateSymbolicLink(link, real);

        Assert.Equal("EVO047", Ids(new RuleFolder(link).Read(TestContext.Current.CancellationToken)));
        Assert.Equal("EVO047", Ids(new RuleFolder(Path.Combine(link, "deeper")).Read(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void E15_A_missing_folder_and_a_file_in_its_place_are_problems()
    {
        Assert.Equal("EVO046", Ids(new RuleFolder(Path.Combine(_scratch.Path, "none")).Read(TestContext.Current.CancellationToken)));
        Assert.Equal("EVO046", Ids(new RuleFolder(_scratch.Write("file", "x")).Read(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void E15_An_empty_folder_is_a_problem_unless_it_is_allowed()
    {
        Assert.Equal("EVO048", Ids(Read()));
        Assert.Equal("", Ids(Read(new RuleFolderOptions { AllowEmpty = true })));
    }

    [Fact]
    public void A_file_of_ten_megabytes_is_refused_and_one_at_the_limit_is_not()
    {
        _scratch.Write("large.cs", new byte[10 << 20]);
        _scratch.Write("limit.cs", [.. Enumerable.Repeat((byte)' ', 256 * 1024)]);

        var contents = Read();

        Assert.Equal(("large.cs", "EVO042"), (Assert.Single(contents.Findings).Problem.File, Ids(contents)));
        Assert.Equal("limit.cs", Assert.Single(contents.Sources).File);
    }

    [Fact]
    public void More_files_than_the_limit_are_refused()
    {
        _scratch.Write("a.cs", "x");
        _scratch.Write("b.cs", "x");

        Assert.Equal("EVO049", Ids(Read(new RuleFolderOptions { MostFiles = 1 })));
    }

    [Theory]
    [InlineData("ok\nab\0c", 2, 3)]
    [InlineData("// \u202e reversed", 1, 4)]
    [InlineData("a\nb\u2066", 2, 2)]
    [InlineData("a\u200bb", 1, 2)]
    [InlineData("a\u001bb", 1, 2)]
    [InlineData("a\ufeffb", 1, 2)]
    public void E19_Text_that_reads_otherwise_than_it_compiles_is_refused_with_its_place(string text, int line, int column)
    {
        _scratch.Write("a.cs", text);

        var problem = Assert.Single(Read().Findings).Problem;

        Assert.Equal(("a.cs", line, column, "EVO043"), (problem.File, problem.Line, problem.Column, problem.Id));
    }

    [Fact]
    public void E19_Bytes_that_are_not_UTF8_are_refused_with_their_place()
    {
        _scratch.Write("a.cs", [(byte)'a', (byte)'\n', (byte)'b', 0xFF, 0xFE]);
        _scratch.Write("b.cs", System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("class")).ToArray());

        var contents = Read();

        Assert.Equal("EVO043 EVO043", Ids(contents));
        Assert.Equal((2, 2), (contents.Findings[0].Problem.Line, contents.Findings[0].Problem.Column));
    }

    [Fact]
    public void A_byte_order_mark_at_the_start_is_accepted()
    {
        _scratch.Write("a.cs", "\ufeff// text");

        Assert.True(Read().IsSound);
    }

    [Fact]
    public void A_file_removed_after_it_was_read_still_compiles_from_the_bytes_read()
    {
        var path = _scratch.Write("a.cs", Workbench.Good);
        var contents = Read();
        File.Delete(path);

        Assert.NotNull(Assert.Single(Workbench.CompileAll([.. contents.Sources])).Compiled);
        Assert.Equal("EVO048", Ids(Read()));
    }

    [Fact]
    public async Task E18_Swapping_a_file_for_a_link_while_it_is_read_never_gets_foreign_bytes_in()
    {
        var secret = _scratch.Write("secret", "foreign");
        var path = _scratch.Write("a.cs", "own");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var swapping = Task.Run(() => Swap(path, secret, stop.Token), TestContext.Current.CancellationToken);

        for (var i = 0; i < 5000; i++)
        {
            Assert.All(Read(new RuleFolderOptions { AllowEmpty = true }).Sources, s => Assert.Equal("own", System.Text.Encoding.UTF8.GetString(s.Bytes.Span)));
        }

        await stop.CancelAsync();
        await swapping;
    }

    private void Swap(string path, string secret, CancellationToken cancellationToken)
    {
        var aside = Path.Combine(_scratch.Path, "aside");
        while (!cancellationToken.IsCancellationRequested)
        {
            File.CreateSymbolicLink(aside, secret);
            File.Move(aside, path, overwrite: true);
            File.WriteAllText(aside, "own");
            File.Move(aside, path, overwrite: true);
            File.Delete(path);
        }
    }
}
