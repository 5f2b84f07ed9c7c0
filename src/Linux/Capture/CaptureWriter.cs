using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace EventOps.Linux.Capture;

/// <summary>
/// Writes frames to a file, one JSON object a line, on a thread of the pool: whoever received a frame only hands it over. It never holds anybody up
/// and never fills the disk: what is too much is missed, and counted in the next line.
/// </summary>
public sealed class CaptureWriter : IFrameSink, IAsyncDisposable
{
    /// <summary>In bytes: lines are handed to the kernel in pieces of about this much.</summary>
    private const int Batch = 1 << 18;

    /// <summary>In characters, of what is told about a frame.</summary>
    private const int MostAbout = 1000;

    private readonly CaptureOptions _options;
    private readonly TimeProvider _time;
    private readonly CaptureFiles _files;
    private readonly Channel<CapturedFrame> _waiting = Channel.CreateUnbounded<CapturedFrame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ArrayBufferWriter<byte> _lines = new(Batch);
    private readonly Task _writing;
    private long _waitingBytes;
    private long _missed;

    private CaptureWriter(CaptureFiles files, CaptureOptions options, TimeProvider time)
    {
        _files = files;
        _options = options;
        _time = time;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Begins a capture. One that is there already becomes the older file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is too small.</exception>
    /// <exception cref="IOException">What is there already is no capture, or the kernel refused.</exception>
    /// <exception cref="UnauthorizedAccessException">Not permitted.</exception>
    public static CaptureWriter Open(string path, CaptureOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, CaptureOptions.LeastLimit, nameof(options));
        return new CaptureWriter(new CaptureFiles(path, options), options, time);
    }

    public void Take(FrameSource source, string about, ReadOnlyMemory<byte> frame)
    {
        var kept = frame.Length > _options.LargestFrame ? frame[.._options.LargestFrame] : frame;
        var told = about.Length > MostAbout ? about[..MostAbout] : about;
        if (Interlocked.Add(ref _waitingBytes, kept.Length) > _options.MostWaiting
            || !_waiting.Writer.TryWrite(new CapturedFrame(CapturedFrame.CurrentVersion, _time.GetUtcNow(), MonotonicNow(), source, told, frame.Length, 0, kept)))
        {
            Interlocked.Add(ref _waitingBytes, -kept.Length);
            Interlocked.Increment(ref _missed);
        }
    }

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _files.Dispose();
    }

    private async Task WriteAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            WriteBatch();
        }
    }

    private void WriteBatch()
    {
        var missed = Interlocked.Exchange(ref _missed, 0);
        var (count, before) = (0, missed);
        while (_lines.WrittenCount < Batch && _waiting.Reader.TryRead(out var frame))
        {
            Interlocked.Add(ref _waitingBytes, -frame.Bytes.Length);
            Append(frame with { Missed = missed });
            (count, missed) = (count + 1, 0);
        }

        if (!_files.TryAppend(_lines.WrittenSpan))
        {
            Interlocked.Add(ref _missed, before + count);
        }

        _lines.ResetWrittenCount();
    }

    private void Append(CapturedFrame frame)
    {
        using (var json = new Utf8JsonWriter(_lines))
        {
            JsonSerializer.Serialize(json, frame, CaptureJson.Default.CapturedFrame);
        }

        _lines.Write("\n"u8);
    }

    /// <summary>Timestamps of Linux count nanoseconds; another provider's are brought to them.</summary>
    private long MonotonicNow() => (long)(_time.GetTimestamp() * (1e9 / _time.TimestampFrequency));
}
