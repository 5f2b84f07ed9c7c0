using System.Buffers;
using System.Net.Sockets;
using EventOps.Rules.Process;

namespace EventOps.Host.RuleProcess;

/// <summary>Sends frames in the order they were queued; queueing never blocks.</summary>
/// <param name="onBroken">Called when the other end is gone or does not read.</param>
/// <param name="onOverrun">Told, in MiB, of how much lay unread.</param>
internal sealed class FrameSender(Socket socket, Action onBroken, Action<int> onOverrun)
{
    /// <summary>A process that has this much unread is not going to catch up.</summary>
    private const int MostUnsent = 64 << 20;

    /// <summary>A buffer that has grown beyond this, as for the rules themselves, is not kept.</summary>
    private const int MostKept = 1 << 20;

    private const int Usual = 64 << 10;

    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte> _pending = new(Usual);
    private ArrayBufferWriter<byte> _sending = new(Usual);
    private bool _isSending;
    private bool _isStopped;

    public void Queue(FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            var space = _pending.GetSpan(Frame.HeaderSize + content.Length);
            Frame.WriteHeader(space, kind, content.Length);
            content.CopyTo(space[Frame.HeaderSize..]);
            _pending.Advance(Frame.HeaderSize + content.Length);
            if (_pending.WrittenCount < MostUnsent)
            {
                return;
            }
        }

        onOverrun(MostUnsent >> 20);
        onBroken();
    }

    /// <summary>Sends what is queued, at once when the other end keeps up, else as it reads.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_isSending || _isStopped || _pending.WrittenCount == 0)
            {
                return;
            }

            _isSending = true;
        }

        _ = SendQueuedAsync();
    }

    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
        }
    }

    private async Task SendQueuedAsync()
    {
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    if (_pending.WrittenCount == 0)
                    {
                        _sending = Emptied(_sending);
                        _isSending = false;
                        return;
                    }

                    (_pending, _sending) = (Emptied(_sending), _pending);
                }

                var rest = _sending.WrittenMemory;
                while (!rest.IsEmpty)
                {
                    rest = rest[await socket.SendAsync(rest)..];
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The process is gone: the receiving side tells the owner.
            onBroken();
        }
    }

    private static ArrayBufferWriter<byte> Emptied(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > MostKept)
        {
            return new(Usual);
        }

        buffer.ResetWrittenCount();
        return buffer;
    }
}
