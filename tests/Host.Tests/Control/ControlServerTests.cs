using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using EventOps.Host.Control;
using EventOps.Host.Tests.EndToEnd;

namespace EventOps.Host.Tests.Control;

/// <summary>The control socket of a running daemon, asked by those who mean no good.</summary>
public sealed partial class ControlServerTests : IAsyncLifetime
{
    private const uint Nobody = 65534;
    private readonly DaemonFixture _daemon = new("");

    public async ValueTask InitializeAsync() => await _daemon.StartAsync();

    public async ValueTask DisposeAsync() => await _daemon.DisposeAsync();

    [Theory]
    [InlineData("garbage", "cannot be read")]
    [InlineData("", "cannot be read")]
    [InlineData("null", "not known")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"verb":"Shutdown"}""", "cannot be read")]
    [InlineData("""{"verb":99}""", "not a verb")]
    [InlineData("""{"verb":"Status","path":"/etc/shadow"}""", "cannot be read")]
    [InlineData("""{"verb":["Status"]}""", "cannot be read")]
    public async Task L15_a_question_that_is_none_is_refused(string question, string expected)
    {
        Assert.Contains(expected, await AskAsync(Encoding.UTF8.GetBytes(question)), StringComparison.Ordinal);
        await StillAnswersAsync();
    }

    [Fact]
    public async Task L15_deep_nesting_is_refused()
    {
        var bomb = "{\"verb\":" + new string('[', 20_000) + new string(']', 20_000) + "}";
        Assert.Contains("cannot be read", await AskAsync(Encoding.UTF8.GetBytes(bomb)), StringComparison.Ordinal);
        await StillAnswersAsync();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(ControlFrame.LargestQuestion + 1)]
    [InlineData(-1)]
    public async Task L15_a_frame_of_an_impossible_length_is_refused_before_it_is_read(int length)
    {
        using var client = Connect();
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        await client.SendAsync(header, TestContext.Current.CancellationToken);
        Assert.Contains("the most is", await AnswerAsync(client), StringComparison.Ordinal);
        await StillAnswersAsync();
    }

    [Fact]
    public async Task L15_slow_and_silent_clients_lose_their_place_and_others_are_answered()
    {
        // More than there are places; each says half a word and waits.
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var client = Connect();
                slow.Add(client);
                await client.SendAsync(new byte[] { 9 }, TestContext.Current.CancellationToken);
            }

            await StillAnswersAsync();
        }
        finally
        {
            slow.ForEach(s => s.Dispose());
        }

        await StillAnswersAsync();
    }

    [Fact]
    public async Task L15_clients_that_vanish_in_the_middle_leave_nothing_behind()
    {
        for (var i = 0; i < 300; i++)
        {
            using var client = Connect();
            await client.SendAsync(new byte[] { 20, 0, 0, 0, (byte)'{' }.AsMemory(0, i % 6), TestContext.Current.CancellationToken);
        }

        await StillAnswersAsync();
    }

    [Fact]
    public async Task L15_another_user_may_not_change_anything_though_the_socket_lets_him_in()
    {
        foreach (var path in (string[])[_daemon.Folder, _daemon.Runtime, ControlSocket.PathIn(_daemon.Runtime)])
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        }

        using var client = ConnectAsNobody();
        var question = JsonSerializer.SerializeToUtf8Bytes(new ControlQuestion(ControlVerb.ReloadRules), ControlJson.Default.ControlQuestion);
        await using var stream = new NetworkStream(client);
        await ControlFrame.WriteAsync(stream, question, TestContext.Current.CancellationToken);
        Assert.Contains("user 65534 may not reload", await AnswerAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task L15_L16_the_socket_is_closed_to_others_by_its_mode()
    {
        await StillAnswersAsync();
        var mode = File.GetUnixFileMode(ControlSocket.PathIn(_daemon.Runtime));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, mode);
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(_daemon.Runtime) & (UnixFileMode)0b000_010_111);
    }

    [Fact]
    public async Task An_operator_reloads_the_rules()
    {
        var answer = await ControlClient.AskAsync(_daemon.Runtime, ControlVerb.ReloadRules, TestContext.Current.CancellationToken);
        Assert.Equal(0, answer.GetArrayLength());
        await _daemon.UntilAsync(() => _daemon.Events<Model.RulesLoaded>().Count >= 2, "the rules are loaded again");
    }

    private async Task StillAnswersAsync() => Assert.Equal(_daemon.ProcessId, (await _daemon.StatusAsync()).ProcessId);

    private async Task<string> AskAsync(byte[] question)
    {
        using var client = Connect();
        await using var stream = new NetworkStream(client);
        await ControlFrame.WriteAsync(stream, question, TestContext.Current.CancellationToken);
        return await AnswerAsync(client);
    }

    private static async Task<string> AnswerAsync(Socket client)
    {
        await using var stream = new NetworkStream(client);
        return Encoding.UTF8.GetString(await ControlFrame.ReadAsync(stream, ControlFrame.LargestAnswer, TestContext.Current.CancellationToken));
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(ControlSocket.PathIn(_daemon.Runtime)));
        return socket;
    }

    /// <summary>The system call changes the user of one thread alone, where libc's function would change the whole process.</summary>
    private Socket ConnectAsNobody()
    {
        Socket? socket = null;
        var thread = new Thread(() =>
        {
            Assert.Equal(0, CallSetResUid(SetResUid, uint.MaxValue, Nobody, uint.MaxValue));
            try
            {
                socket = Connect();
            }
            finally
            {
                Assert.Equal(0, CallSetResUid(SetResUid, uint.MaxValue, 0, uint.MaxValue));
            }
        });
        thread.Start();
        thread.Join();
        return socket!;
    }

    private static long SetResUid => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 147 : 117;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint CallSetResUid(long number, uint real, uint effective, uint saved);
}
