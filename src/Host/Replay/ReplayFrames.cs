using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>What a frame between the command and the replay process carries; framed as those of the rule process.</summary>
internal static class ReplayFrames
{
    /// <summary>Command to process, first: what is to be done.</summary>
    public const FrameKind Request = (FrameKind)'q';

    /// <summary>Command to process: a file of the journal begins; its path.</summary>
    public const FrameKind File = (FrameKind)'f';

    /// <summary>Command to process: bytes of the file.</summary>
    public const FrameKind Bytes = (FrameKind)'b';

    /// <summary>Command to process: the file cannot be read further; why.</summary>
    public const FrameKind Unreadable = (FrameKind)'u';

    /// <summary>Command to process: all files were sent, once.</summary>
    public const FrameKind End = (FrameKind)'e';

    /// <summary>Process to command: something wrong with the journal.</summary>
    public const FrameKind Fault = (FrameKind)'x';

    /// <summary>Process to command: the names of a rule set's rules, in the order in which its page numbers them.</summary>
    public const FrameKind Rules = (FrameKind)'l';

    /// <summary>Process to command: a decision.</summary>
    public const FrameKind Decision = (FrameKind)'d';

    /// <summary>Process to command, last: what came of it.</summary>
    public const FrameKind Report = (FrameKind)'r';

    /// <summary>Process to command, last: why nothing came of it.</summary>
    public const FrameKind Failed = (FrameKind)'!';

    public static void Write(Stream stream, FrameKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[Frame.HeaderSize];
        Frame.WriteHeader(header, kind, content.Length);
        stream.Write(header);
        stream.Write(content);
    }

    public static void Write<T>(Stream stream, FrameKind kind, T content, JsonTypeInfo<T> type) =>
        Write(stream, kind, JsonSerializer.SerializeToUtf8Bytes(content, type));
}
