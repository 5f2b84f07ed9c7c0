using System.Text.Json;
using System.Text.Unicode;
using EventOps.Journal.Lines;
using EventOps.Model;

namespace EventOps.Journal;

/// <summary>Decodes lines one by one, wherever they come from: a file, a pipe from the core. Not for use by several threads at once.</summary>
public sealed class JournalLine
{
    private readonly NameTable names = new();

    /// <summary>Reads a line; a hash is read when there is one, and not checked.</summary>
    /// <param name="line">One line, with or without its '\n'; kept by the record.</param>
    /// <param name="record">The record, when it could be read.</param>
    /// <param name="fault">What is wrong with it otherwise, with <paramref name="file"/> and <paramref name="number"/> for its place.</param>
    public bool TryDecode(ReadOnlyMemory<byte> line, out JournalRecord record, out JournalFault fault, string file = "", long number = 0)
    {
        record = null!;
        fault = null!;
        if (TryOpen(line.Span, out var envelope, out var problem) && TryDecode(line, envelope, out record, out problem))
        {
            return true;
        }

        fault = new JournalFault(problem!.Kind, file, number, envelope.Sequence > 0 ? envelope.Sequence : null, problem.Message);
        return false;
    }

    internal bool TryOpen(ReadOnlySpan<byte> line, out Envelope envelope, out LineProblem? problem)
    {
        problem = null;
        line = line is [.., (byte)'\n'] ? line[..^1] : line;
        if (!Utf8.IsValid(line))
        {
            envelope = default;
            problem = new(JournalFaultKind.InvalidUtf8, "not UTF-8");
            return false;
        }

        if (!OwnOrder.TryRead(line, names, out envelope))
        {
            problem = AnyOrder.Read(line, names, out envelope);
        }

        problem ??= Check(envelope);
        return problem is null;
    }

    internal static bool TryDecode(ReadOnlyMemory<byte> line, in Envelope envelope, out JournalRecord record, out LineProblem? problem)
    {
        record = null!;
        problem = null;
        var payload = line.Slice(envelope.PayloadStart, envelope.PayloadLength);
        try
        {
            record = new JournalRecord
            {
                Sequence = envelope.Sequence,
                At = envelope.At,
                WallTime = envelope.Wall,
                MonotonicNanoseconds = envelope.Monotonic,
                Kind = envelope.Kind,
                Source = envelope.Source,
                Cause = envelope.Cause,
                Event = EventKinds.ReadPayload(envelope.Kind, payload.Span, envelope.At) ?? Unknown(envelope.Kind, payload, envelope.At),
                Hash = envelope.Hash,
                Line = line,
            };
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            problem = new(JournalFaultKind.BadPayload, $"not a {Words.Shown(envelope.Kind)}: {Words.Of(e)}");
            return false;
        }
    }

    private static UnknownEvent Unknown(string kind, ReadOnlyMemory<byte> payload, DateTimeOffset at)
    {
        var reader = new Utf8JsonReader(payload.Span);
        while (reader.Read())
        {
        }

        return new UnknownEvent(kind, payload) { At = at };
    }

    private static LineProblem? Check(in Envelope envelope) =>
        envelope.Sequence < 1 ? new(JournalFaultKind.BadField, $"\"seq\" is {envelope.Sequence}; sequences count from 1")
        : envelope.Cause is { } cause && (cause < 1 || cause >= envelope.Sequence) ? new(JournalFaultKind.BadField, $"\"cause\" is {cause}, which is not before {envelope.Sequence}")
        : null;
}
