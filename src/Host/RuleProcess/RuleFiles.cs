using System.Net.Sockets;
using System.Text.Json;
using EventOps.Model;
using EventOps.Rules.Compilation;
using EventOps.Rules.Compilation.Files;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>Reads the rules folder and has what is not in the cache compiled, in a process of its own that ends with its work, or soon after.</summary>
internal sealed class RuleFiles(string folder, string cacheFolder) : IDisposable
{
    /// <summary>The stock rules as they were compiled when the program was published.</summary>
    public const string ShippedFolder = "compiled-rules";

    /// <summary>A process that has answered so often makes room for another, whatever its memory has come to.</summary>
    private const int MostAnswers = 100;

    private readonly Lock _lock = new();
    private CompilerProcess? _idle;
    private ITimer? _ending;
    private bool _isDisposed;

    public string Folder => folder;

    /// <summary>Rules compiled beforehand that come with the program; looked into when the cache has none.</summary>
    public string Shipped { get; init; } = Path.Combine(AppContext.BaseDirectory, ShippedFolder);

    /// <summary>How long compiling may take.</summary>
    public TimeSpan CompileWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the compiler is kept after its work. Whoever saves a rule saves another soon, and a compiler that runs already answers ten times as fast.</summary>
    public TimeSpan KeepCompilerFor { get; init; }

    /// <summary>What that time is measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The compiling process that is kept; 0 when there is none.</summary>
    public int IdleCompiler
    {
        get
        {
            lock (_lock)
            {
                return _idle?.ProcessId ?? 0;
            }
        }
    }

    /// <summary>The rules in the folder as it is now, or everything that is wrong with them.</summary>
    public async Task<RuleFilesResult> ReadAsync(CancellationToken cancellationToken)
    {
        var contents = new RuleFolder(folder).Read(cancellationToken);
        var fingerprint = RuleReferences.OfThisProgram().Fingerprint;
        var cache = new RuleCache(cacheFolder, fingerprint);
        var shipped = Directory.Exists(Shipped) ? new RuleCache(Shipped, fingerprint) : null;
        var found = contents.Sources.ToDictionary(s => s.File, s => cache.Find(s) ?? shipped?.Find(s), StringComparer.Ordinal);
        var missing = contents.Sources.Where(s => found[s.File] is null).ToList();
        var findings = contents.Findings.ToList();
        if (missing.Count > 0)
        {
            var response = await CompileAsync(missing, cancellationToken);
            findings.AddRange(response.Failure is { } failure ? [RuleFinding.Error(failure)] : response.Results.SelectMany(r => r.Findings));
            foreach (var result in response.Results.Where(r => r.Compiled is not null))
            {
                found[result.File] = result.Compiled;
                cache.Keep(missing.First(s => s.File == result.File), result.Compiled!);
            }
        }

        findings.AddRange(found.Values.Where(f => f is not null).SelectMany(f => f!.Warnings));
        findings.AddRange(RuleNames.Duplicates(contents.Sources.Select(s => found[s.File]).OfType<CompiledRuleFile>()));
        findings.AddRange(cache.TakeWarnings());
        var errors = findings.Where(f => f.Severity is FindingSeverity.Error).Select(f => InFolder(f.Problem)).ToList();
        var warnings = findings.Where(f => f.Severity is not FindingSeverity.Error).Select(f => InFolder(f.Problem)).Distinct().ToList();
        return errors.Count > 0
            ? new RuleFilesResult(null, errors, warnings)
            : new RuleFilesResult(new RuleSetManifest([.. contents.Sources.Select(s => found[s.File]!)], []), [], warnings);
    }

    private RuleProblem InFolder(RuleProblem problem) =>
        problem.File.Contains('/', StringComparison.Ordinal) || problem.File.Length == 0 ? problem : problem with { File = Path.Combine(folder, problem.File) };

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            EndIdle();
        }
    }

    private async Task<CompileResponse> CompileAsync(IReadOnlyList<RuleSource> sources, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CompileWithin);
        CompilerProcess? compiler = null;
        try
        {
            compiler = TakeIdle() ?? await CompilerProcess.StartAsync();
            var response = await compiler.AskAsync(new CompileRequest(sources), limit.Token);
            compiler = Keep(compiler);
            return response;
        }
        catch (Exception e) when (e is IOException or SocketException or JsonException)
        {
            return Failed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"it took longer than {Duration.Format(CompileWithin)}");
        }
        finally
        {
            compiler?.Dispose();
        }
    }

    private CompilerProcess? TakeIdle()
    {
        lock (_lock)
        {
            var taken = _idle is { HasEnded: false } ? _idle : null;
            if (taken is null)
            {
                EndIdle();
            }

            _idle = null;
            return taken;
        }
    }

    /// <returns>The process when it is not to be kept.</returns>
    private CompilerProcess? Keep(CompilerProcess compiler)
    {
        lock (_lock)
        {
            if (_isDisposed || KeepCompilerFor <= TimeSpan.Zero || compiler.Answered >= MostAnswers)
            {
                return compiler;
            }

            _idle = compiler;
            _ending?.Dispose();
            _ending = Time.CreateTimer(_ => EndIfStill(compiler), null, KeepCompilerFor, Timeout.InfiniteTimeSpan);
            return null;
        }
    }

    private void EndIfStill(CompilerProcess compiler)
    {
        lock (_lock)
        {
            if (_idle == compiler)
            {
                EndIdle();
            }
        }
    }

    private void EndIdle()
    {
        _idle?.Dispose();
        _idle = null;
        _ending?.Dispose();
        _ending = null;
    }

    private static CompileResponse Failed(string reason) =>
        new([], new RuleProblem("", 0, 0, "compile", $"the process that compiles rules failed: {reason}"));
}

/// <param name="Manifest">What to load; null when anything is wrong.</param>
/// <param name="Errors">Why there is nothing to load.</param>
internal sealed record RuleFilesResult(RuleSetManifest? Manifest, IReadOnlyList<RuleProblem> Errors, IReadOnlyList<RuleProblem> Warnings);
