using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventOps.Host.RuleProcess;
using EventOps.Journal;
using EventOps.Linux.Processes;
using EventOps.Model;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>The command's side of a replay process: opens the journal's files for it, and hears what it decides.</summary>
internal sealed class ReplayClient(ReplayRequest request, IReadOnlyList<JournalSource> files)
{
    private const int SigKill = 9;
    private static readonly Bytes Memory = Bytes.FromMiB(1024);

    private readonly Dictionary<int, IReadOnlyList<string>> _names = [];

    /// <summary>Called for each decision, in order.</summary>
    public Action<ReplayDecision> Decided { get; init; } = _ => { };

    public Action<JournalFault> Faulted { get; init; } = _ => { };

    public ReplayReport? Report { get; private set; }

    public ReplayDiffReport? Diff { get; private set; }

    /// <exception cref="ReplayException">The rules cannot be used, or the process ended before it was done.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("eventops-replay-");
        var pages = request.Rules.Select(_ => RulePage.Create(folder.FullName)).ToList();
        try
        {
            await RunAsync(pages, cancellationToken);
        }
        finally
        {
            pages.ForEach(p => p.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(List<RulePage> pages, CancellationToken cancellationToken)
    {
        var (user, group) = Unprivileged();
        using var pair = SocketPair.Create();
        var program = SelfProgram.As(HiddenVerbs.RunReplay, Memory, [Text(user), Text(group), Text((uint)Environment.ProcessId), .. pages.Select(p => p.Path)]);
        var options = program with
        {
            Inherited = pair.ChildEnd,

            // The runtime's own words about a stack that overflowed are many thousand lines.
            CaptureOutput = true,

            // Nobody waits for a replay's collections, so they are seldom: 16 MiB, in hexadecimal. To have its code compiled once more by what it
            // does costs a replay of a million events more than it gains.
            Environment = new Dictionary<string, string>(program.Environment) { ["DOTNET_GCGen0MaxBudget"] = "1000000" },
        };
        using var child = await ChildProcess.StartAsync(options);
        pair.ChildEnd.Dispose();
        await using var stream = new NetworkStream(pair.Parent, ownsSocket: false);
        var unheard = Task.WhenAll(child.Output!.CopyToAsync(Stream.Null, CancellationToken.None), child.Error!.CopyToAsync(Stream.Null, CancellationToken.None));
        var sending = SendAsync(stream, cancellationToken);
        try
        {
            await HearAsync(stream, cancellationToken);
        }
        finally
        {
            child.Signal(SigKill);
            pair.Parent.Dispose();
            await sending;
            await unheard;
        }

        if (Report is null && Diff is null)
        {
            var status = await child.Exited;

            // The sets run one after the other: the page of one that is through may still tell of its last rule.
            var culprit = pages.Select((page, set) => RuleSupervision.NameOf(page.Running, request.Rules[set], _names.GetValueOrDefault(set, []))).OfType<string>().LastOrDefault();
            throw new ReplayException(culprit is null
                ? $"the replay process ended before it was done ({status}): a rule that overflows the stack or needs more than {Memory} does that"
                : $"{culprit} brought the replay process down ({status}): it overflows the stack, or needs more than {Memory}");
        }
    }

    private async Task SendAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(stream, ReplayFrames.Request, JsonSerializer.SerializeToUtf8Bytes(request, ReplayJson.Default.ReplayRequest), cancellationToken);
            for (var pass = 0; pass < request.Rules.Count; pass++)
            {
                foreach (var file in files)
                {
                    await WriteAsync(stream, ReplayFrames.File, Encoding.UTF8.GetBytes(file.Name), cancellationToken);
                    await SendAsync(stream, file, cancellationToken);
                }

                await WriteAsync(stream, ReplayFrames.End, default, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The process has read as far as it wanted, or is gone: the hearing side tells.
        }
    }

    private static async Task SendAsync(NetworkStream stream, JournalSource file, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 << 10];
        Stream source;
        try
        {
            source = file.Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await WriteAsync(stream, ReplayFrames.Unreadable, Encoding.UTF8.GetBytes(e.Message), cancellationToken);
            return;
        }

        await using (source)
        {
            int count;
            while ((count = await source.ReadAsync(buffer.AsMemory(Frame.HeaderSize), cancellationToken)) > 0)
            {
                Frame.WriteHeader(buffer, ReplayFrames.Bytes, count);
                await stream.WriteAsync(buffer.AsMemory(0, Frame.HeaderSize + count), cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(NetworkStream stream, FrameKind kind, byte[]? content, CancellationToken cancellationToken)
    {
        content ??= [];
        var frame = new byte[Frame.HeaderSize + content.Length];
        Frame.WriteHeader(frame, kind, content.Length);
        content.CopyTo(frame, Frame.HeaderSize);
        await stream.WriteAsync(frame, cancellationToken);
    }

    private async Task HearAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new FrameBuffer();
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer.Space, cancellationToken)) > 0)
            {
                buffer.Received(count);
                while (buffer.TryTake(out var kind, out var content))
                {
                    Hear(kind, content.Span);
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException)
        {
            throw new ReplayException(SelfProgram.Unreachable(Unprivileged().User) ?? $"the replay process sent what cannot be read: {e.Message}");
        }
    }

    private void Hear(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case ReplayFrames.Decision:
                Decided(JsonSerializer.Deserialize(content, ReplayJson.Default.ReplayDecision)!);
                break;

            case ReplayFrames.Rules:
                var rules = JsonSerializer.Deserialize(content, ReplayJson.Default.ReplayedRuleNames)!;
                _names[rules.Set] = rules.Names;
                break;

            case ReplayFrames.Fault:
                Faulted(JsonSerializer.Deserialize(content, ReplayJson.Default.JournalFault)!);
                break;

            case ReplayFrames.Report when request.Rules.Count == 1:
                Report = JsonSerializer.Deserialize(content, ReplayJson.Default.ReplayReport);
                break;

            case ReplayFrames.Report:
                Diff = JsonSerializer.Deserialize(content, ReplayJson.Default.ReplayDiffReport);
                break;

            case ReplayFrames.Failed:
                throw new ReplayException(Encoding.UTF8.GetString(content));

            default:
                break;
        }
    }

    /// <summary>Root becomes nobody; anybody else stays who they are (proc_pid_status(5)).</summary>
    private static (uint User, uint Group) Unprivileged()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return (65534, 65534);
        }

        var lines = File.ReadAllLines("/proc/self/status");
        return (Id("Uid:"), Id("Gid:"));

        uint Id(string key) => uint.Parse(lines.First(l => l.StartsWith(key, StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
