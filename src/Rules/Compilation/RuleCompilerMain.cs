using System.Text.Json;
using EventOps.Model;

namespace EventOps.Rules.Compilation;

/// <summary>The compiling process: one request in, one answer out, then it ends and takes Roslyn with it.</summary>
public static class RuleCompilerMain
{
    /// <summary>Answers one request. The caller sets limits of time and memory on the process.</summary>
    /// <returns>The process's exit code: 0 when there is an answer, be it all errors; 2 when nothing could be compiled at all.</returns>
    public static async Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken = default)
    {
        CompileResponse response;
        try
        {
            var request = await JsonSerializer.DeserializeAsync(input, CompileJson.Default.CompileRequest, cancellationToken).ConfigureAwait(false);
            response = Answer(request, cancellationToken);
        }
        catch (JsonException e)
        {
            response = Failed($"the request to compile rules cannot be read: {e.Message}; both processes must be of the same version of the program");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            response = Failed(e.Message);
        }

        await JsonSerializer.SerializeAsync(output, response, CompileJson.Default.CompileResponse, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return response.Failure is null ? 0 : 2;
    }

    private static CompileResponse Answer(CompileRequest? request, CancellationToken cancellationToken)
    {
        if (request?.Sources is null)
        {
            return Failed("the request to compile rules is empty");
        }

        var references = request.References is { } paths ? new RuleReferences(paths) : RuleReferences.OfThisProgram();
        return new CompileResponse(new RuleFileCompiler(references).Compile(request.Sources, cancellationToken));
    }

    private static CompileResponse Failed(string message) => new([], new RuleProblem("", 0, 0, Lint.LintCodes.Compiler.Id, message));
}
