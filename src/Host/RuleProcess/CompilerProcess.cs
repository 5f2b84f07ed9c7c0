using System.Net.Sockets;
using System.Text.Json;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Rules.Compilation;

namespace EventOps.Host.RuleProcess;

/// <summary>A running process that compiles rules: requests go in and answers come out, each a line of JSON. Ends when it is disposed.</summary>
internal sealed class CompilerProcess : IDisposable
{
    private const int SigKill = 9;
    private static readonly Bytes Memory = Bytes.FromMiB(1024);

    private readonly ChildProcess _child;
    private readonly NetworkStream _stream;
    private readonly StreamReader _answers;

    private CompilerProcess(ChildProcess child, Socket socket)
    {
        _child = child;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _answers = new StreamReader(_stream);
    }

    public int ProcessId => _child.Pid;

    public bool HasEnded => _child.Exited.IsCompleted;

    /// <summary>How many requests it has answered.</summary>
    public int Answered { get; private set; }

    /// <exception cref="CommandException">It could not be started.</exception>
    public static async Task<CompilerProcess> StartAsync()
    {
        var pair = SocketPair.Create();
        try
        {
            return new CompilerProcess(await ChildProcess.StartAsync(SelfProgram.As(HiddenVerbs.CompileRules, Memory) with { Inherited = pair.ChildEnd }), pair.Parent);
        }
        catch
        {
            pair.Parent.Dispose();
            throw;
        }
        finally
        {
            pair.ChildEnd.Dispose();
        }
    }

    /// <exception cref="IOException">It ended, or answered what is no answer.</exception>
    public async Task<CompileResponse> AskAsync(CompileRequest request, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(request, CompileJson.Default.CompileRequest), cancellationToken);
        await _stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
        var line = await _answers.ReadLineAsync(cancellationToken) ?? throw new IOException("it ended without an answer");
        Answered++;
        return JsonSerializer.Deserialize(line, CompileJson.Default.CompileResponse) ?? throw new IOException("it answered nothing");
    }

    public void Dispose()
    {
        _child.Signal(SigKill);
        _answers.Dispose();
        _stream.Dispose();
        _child.Dispose();
    }
}
