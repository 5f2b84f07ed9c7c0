using System.Buffers;

namespace EventOps.Linux.Processes;

/// <summary>Reads a pipe to its end, keeps the first bytes and drops the rest, so that the writer never blocks.</summary>
internal sealed class BoundedDrain
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly int limit;
    private long dropped;
    private bool complete;

    internal BoundedDrain(Stream pipe, int limit, CancellationToken cancel)
    {
        this.limit = limit;
        Done = ReadAllAsync(pipe, cancel);
    }

    /// <summary>Completes at the end of the stream, at a read error, or when cancelled. Never fails.</summary>
    internal Task Done { get; }

    internal CapturedOutput Snapshot()
    {
        lock (gate)
        {
            return new CapturedOutput(kept.WrittenSpan.ToArray(), dropped, complete);
        }
    }

    private async Task ReadAllAsync(Stream pipe, CancellationToken cancel)
    {
        var buffer = new byte[16384];
        try
        {
            int count;
            while ((count = await pipe.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
            {
                Keep(buffer.AsSpan(0, count));
            }

            lock (gate)
            {
                complete = true;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What was read so far stands; the snapshot says that it is not complete.
            return;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            var room = (int)Math.Min(limit - kept.WrittenCount, bytes.Length);
            kept.Write(bytes[..room]);
            dropped += bytes.Length - room;
        }
    }
}
