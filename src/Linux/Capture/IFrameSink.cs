namespace EventOps.Linux.Capture;

/// <summary>Takes what the kernel and tools say, as they said it; see <see cref="FrameTap"/>.</summary>
public interface IFrameSink
{
    /// <summary>Called on the thread that received the frame, which waits meanwhile. From any thread.</summary>
    /// <param name="about">What more is known: a command line, a link, a socket.</param>
    /// <param name="frame">A copy without secrets; the sink may keep it.</param>
    void Take(FrameSource source, string about, ReadOnlyMemory<byte> frame);
}
