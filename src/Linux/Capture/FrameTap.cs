namespace EventOps.Linux.Capture;

/// <summary>
/// The one place through which every frame passes that the kernel or a tool gave, before it is parsed. One for the process, as
/// DiagnosticListener is: sockets are opened in many places and live long. Without a sink it costs the reading of one field.
/// </summary>
public static class FrameTap
{
    private static readonly Lock Gate = new();
    private static volatile IFrameSink[]? _sinks;

    /// <summary>Whether anybody listens; ask before something is computed for <see cref="Pass"/> alone.</summary>
    internal static bool IsOn => _sinks is not null;

    /// <summary>Hands all frames to a sink until what is returned is disposed of.</summary>
    public static IDisposable Attach(IFrameSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        lock (Gate)
        {
            _sinks = [.. _sinks ?? [], sink];
        }

        return new Attachment(sink);
    }

    /// <summary>Shows a frame to whoever listens. Secrets are taken out of a copy here, so that no sink can forget to.</summary>
    internal static void Pass(FrameSource source, string about, ReadOnlySpan<byte> frame)
    {
        if (_sinks is not { } sinks || frame.IsEmpty)
        {
            return;
        }

        var copy = frame.ToArray();
        FrameSecrets.Erase(source, copy);
        foreach (var sink in sinks)
        {
            sink.Take(source, about, copy);
        }
    }

    private sealed class Attachment(IFrameSink sink) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate)
            {
                var rest = (_sinks ?? []).Where(s => s != sink).ToArray();
                _sinks = rest.Length == 0 ? null : rest;
            }
        }
    }
}
