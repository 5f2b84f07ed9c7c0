using EventOps.Linux.Native;

namespace EventOps.Linux.Netlink;

/// <summary>Reads one message of a dump.</summary>
/// <returns>Null when the message is malformed, or is none of those wanted.</returns>
public delegate T? NetlinkParser<T>(in NetlinkMessageReader message)
    where T : class;

/// <summary>Asks the kernel over a socket of its own: one request at a time, from any thread. The kernel answers within microseconds, a dump of many thousands within milliseconds.</summary>
public sealed class NetlinkClient(NetlinkSocket socket) : IDisposable
{
    /// <summary>So many interrupted dumps in a row are given up: something changes faster than it can be read.</summary>
    public const int MostAttempts = 10;

    private const int MostWaits = 10;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private uint _sequence;

    /// <summary>The socket's port; notifications of changes made through it carry this number.</summary>
    public uint Port => socket.Port;

    /// <summary>Sends a request and waits for its acknowledgement. The request must carry <see cref="NetlinkFlags.Acknowledge"/>.</summary>
    /// <param name="operation">For the error: "RTM_NEWROUTE".</param>
    /// <param name="target">For the error: what was to be changed.</param>
    /// <exception cref="LinuxException">The kernel refused; Errno tells why, the message holds the kernel's words.</exception>
    public void Request(NetlinkRequest request, string operation, string target)
    {
        var answer = Ask(request, operation, target, null);
        ThrowIfRefused(answer, operation, target);
    }

    /// <summary>Sends a request whose refusal is an ordinary outcome, and hands over what comes back before the acknowledgement.</summary>
    /// <param name="receive">Sees each message of the answer; null when none is expected.</param>
    /// <exception cref="LinuxException">No answer, or a broken one.</exception>
    public NetlinkAnswer Ask(NetlinkRequest request, string operation, string target, NetlinkReceiver? receive)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            return Exchange(request, operation, target, receive, out _);
        }
    }

    /// <summary>All objects, read whole. A dump that a change interrupted is read again, up to <see cref="MostAttempts"/> times.</summary>
    /// <exception cref="LinuxException">The kernel refused; or EINTR, when it could not be read in one piece.</exception>
    public List<T> Dump<T>(NetlinkRequest request, string operation, string target, NetlinkParser<T> parser)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parser);
        var found = new List<T>();
        lock (_gate)
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                found.Clear();
                var answer = Exchange(request, operation, target, (in NetlinkMessageReader message) => Add(found, parser(message)), out var isWhole);
                ThrowIfRefused(answer, operation, target);
                if (isWhole)
                {
                    return found;
                }
            }
        }

        throw new LinuxException(operation, target, Errno.EINTR, "it changed while it was read, ten times in a row; try again later");
    }

    /// <summary>Overwrites what the last answer left in memory, for answers that held a key.</summary>
    public void Erase()
    {
        lock (_gate)
        {
            socket.Erase();
        }
    }

    public void Dispose() => socket.Dispose();

    internal static void ThrowIfRefused(NetlinkAnswer answer, string operation, string target)
    {
        if (answer.Errno != 0)
        {
            throw new LinuxException(operation, target, answer.Errno, answer.Explanation.Length == 0 ? "" : $"the kernel says: {answer.Explanation}");
        }
    }

    private static void Add<T>(List<T> found, T? item)
        where T : class
    {
        if (item is not null)
        {
            found.Add(item);
        }
    }

    private NetlinkAnswer Exchange(NetlinkRequest request, string operation, string target, NetlinkReceiver? receive, out bool isWhole)
    {
        var sequence = ++_sequence;
        isWhole = true;
        socket.Send(request.ToMessage(sequence, socket.Port));
        while (true)
        {
            var reading = Await(operation, target);
            if (reading.Kind == NetlinkReadingKind.Lost)
            {
                throw new LinuxException(operation, target, Errno.ENOBUFS, "the answer was lost; ask again");
            }

            var reader = new NetlinkMessageReader(reading.Messages);
            while (reader.Read())
            {
                // What is left of a request that was given up has another number.
                if (reader.Sequence != sequence)
                {
                    continue;
                }

                isWhole &= !reader.Flags.HasFlag(NetlinkFlags.DumpInterrupted);
                switch (reader.Type)
                {
                    case NetlinkAnswer.ErrorType:
                        return NetlinkAnswer.Parse(reader.Payload, reader.Flags) ?? throw Broken(operation, target);
                    case NetlinkAnswer.DoneType:
                        return NetlinkAnswer.ParseDone(reader.Payload, reader.Flags) ?? throw Broken(operation, target);
                    default:
                        receive?.Invoke(reader);
                        break;
                }
            }
        }
    }

    private NetlinkReading Await(string operation, string target)
    {
        // A signal can end a wait early, so an empty one is no proof.
        for (var empty = 0; empty < MostWaits;)
        {
            var reading = socket.Receive();
            if (reading.Kind != NetlinkReadingKind.Empty)
            {
                return reading;
            }

            empty += Poll.Wait([new PollRequest(socket.Handle, PollEvents.Readable)], WaitLimit) == 0 ? 1 : 0;
        }

        throw new LinuxException(operation, target, Errno.ETIMEDOUT, "the kernel gave no answer; ask again");
    }

    private static LinuxException Broken(string operation, string target) =>
        new(operation, target, Errno.EBADMSG, "the kernel's answer is malformed");
}

/// <summary>Sees one message of an answer.</summary>
public delegate void NetlinkReceiver(in NetlinkMessageReader message);
