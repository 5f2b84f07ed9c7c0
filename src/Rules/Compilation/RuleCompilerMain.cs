using System.Text.Json;
using EventOps.Model;

namespace EventOps.Rules.Compilation;

/// <summary>The compiling process: requests in, an answer to each out, until the other side has no more; then it ends and takes Roslyn with it.</summary>
public static class RuleCompilerMain
{
    private static readonly Lazy<RuleFileCompiler> Own = new(() => new RuleFileCompiler(RuleReferences.OfThisProgram()), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Answers requests, each a line of JSON as is its answer. The caller sets limits of time and memory on the process.</summary>
    /// <returns>The process's exit code: 0 when the last request was answered, be it with errors; 2 when nothing could be compiled at all.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken = default)
    {
        using var requests = new StreamReader(input, leaveOpen: true);
        CompileResponse? response = null;
        string? request;
        while ((request = await requests.ReadLineAsync(cancellationToken).ConfigureAwait(false)) is not null || response is null)
        {
            response = Answer(request ?? "", cancellationToken);
            await JsonSerializer.SerializeAsync(output, response, CompileJson.Default.CompileResponse, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return response.Failure is null ? 0 : 2;
    }

    private static CompileResponse Answer(string request, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(JsonSerializer.Deserialize(request, CompileJson.Default.CompileRequest), cancellationToken);
        }
        catch (JsonException e)
        {
            return Failed($"the request to compile rules cannot be read: {e.Message}; both processes must be of the same version of the program");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return Failed(e.Message);
        }
    }

    private static CompileResponse Answer(CompileRequest? request, CancellationToken cancellationToken)
    {
        if (request?.Sources is null)
        {
            return Failed("the request to compile rules is empty");
        }

        var compiler = request.References is { } paths ? new RuleFileCompiler(new RuleReferences(paths)) : Own.Value;
        return new CompileResponse(compiler.Compile(request.Sources, cancellationToken));
    }

    private static CompileResponse Failed(string message) => new([], new RuleProblem("", 0, 0, Lint.LintCodes.Compiler.Id, message));
}
