using System.Buffers.Binary;

namespace EventOps.Rules.Process;

/// <summary>What a frame between the core and the rule process carries.</summary>
public enum FrameKind : byte
{
    /// <summary>Core to rules: the rules to load, a <see cref="RuleSetManifest"/> in JSON. Answered by <see cref="Ready"/>.</summary>
    Load = (byte)'L',

    /// <summary>Core to rules: a journal line that is history: it makes facts, and fires nothing.</summary>
    Past = (byte)'P',

    /// <summary>Core to rules: a journal line, now. Answered by <see cref="Done"/> after all that it caused.</summary>
    Now = (byte)'N',

    /// <summary>Core to rules: try these rules, a <see cref="TrialOrder"/> in JSON, each in a session of its own; what they want goes nowhere.</summary>
    TrialBegin = (byte)'T',

    /// <summary>Core to rules: a journal line for the trial that makes facts and fires nothing.</summary>
    TrialPast = (byte)'Q',

    /// <summary>Core to rules: a journal line for the trial.</summary>
    TrialNow = (byte)'W',

    /// <summary>Core to rules: the trial is over. Answered by <see cref="TrialReport"/>.</summary>
    TrialEnd = (byte)'E',

    /// <summary>Core to rules: what rules remembered in the process before, in JSON. Before any event.</summary>
    TakeState = (byte)'Z',

    /// <summary>Core to rules: tell what rules remember. Answered by <see cref="State"/>.</summary>
    TellState = (byte)'S',

    /// <summary>Rules to core: eight bytes with the sequence of the last event, then what rules remember, in JSON.</summary>
    State = (byte)'s',

    /// <summary>Rules to core, with the first event after <see cref="TakeState"/>: what nothing has asked for since, <see cref="ForgottenState"/>s in JSON.</summary>
    Forgotten = (byte)'G',

    /// <summary>Core to rules: explain a rule as things stand, an <see cref="ExplainOrder"/> in JSON. Answered by <see cref="Explained"/>.</summary>
    Explain = (byte)'?',

    /// <summary>Rules to core: an <see cref="ExplainedRule"/> in JSON.</summary>
    Explained = (byte)'!',

    /// <summary>Rules to core: what came of the trial, a <see cref="Process.TrialReport"/> in JSON.</summary>
    TrialReport = (byte)'V',

    /// <summary>Rules to core: a <see cref="Model.RuleParked"/> payload in JSON: this rule fires no more in this process, and should not in the next.</summary>
    Park = (byte)'K',

    /// <summary>Rules to core: the rules are loaded, a <see cref="RuleSetReport"/> in JSON.</summary>
    Ready = (byte)'R',

    /// <summary>Rules to core: a <see cref="Model.IntentProposed"/> payload in JSON.</summary>
    Intent = (byte)'I',

    /// <summary>Rules to core: a <see cref="Model.RuleFaulted"/> payload in JSON.</summary>
    Fault = (byte)'F',

    /// <summary>Rules to core: the event with this sequence is dealt with; eight bytes, then eight for the next due time in UTC ticks, 0 for none.</summary>
    Done = (byte)'D',
}

/// <summary>
/// A frame: four bytes with the length of what follows, little endian, one byte of kind, then the content. Both ends run
/// on one machine and are one program, so there is no version in it.
/// </summary>
public static class Frame
{
    public const int HeaderSize = 5;

    /// <summary>Larger than any event; a longer frame is a sign of a broken stream.</summary>
    public const int LargestContent = 16 << 20;

    public static void WriteHeader(Span<byte> header, FrameKind kind, int contentLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, contentLength + 1);
        header[4] = (byte)kind;
    }

    /// <returns>False when the buffer does not yet hold a whole frame.</returns>
    /// <param name="length">Of the content, which follows the header.</param>
    /// <exception cref="InvalidDataException">The length is impossible: the stream is broken and cannot be read on.</exception>
    public static bool TryRead(ReadOnlySpan<byte> buffer, out FrameKind kind, out int length)
    {
        (kind, length) = (default, 0);
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(buffer) - 1;
        if (length is < 0 or > LargestContent)
        {
            throw new InvalidDataException($"a frame of {length} bytes; the most is {LargestContent}");
        }

        kind = (FrameKind)buffer[4];
        return buffer.Length >= HeaderSize + length;
    }
}
