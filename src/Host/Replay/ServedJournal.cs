using System.Text;
using EventOps.Journal;
using EventOps.Rules.Process;

namespace EventOps.Host.Replay;

/// <summary>The files of a journal as the command sends them: the replay process itself may open none.</summary>
internal sealed class ServedJournal(Stream channel)
{
    private readonly FrameBuffer _received = new();

    /// <exception cref="InvalidDataException">The stream is broken, or ended.</exception>
    public FrameKind Next(out ReadOnlyMemory<byte> content)
    {
        FrameKind kind;
        while (!_received.TryTake(out kind, out content))
        {
            var count = channel.Read(_received.Space.Span);
            if (count == 0)
            {
                throw new InvalidDataException("the command that sends the journal is gone");
            }

            _received.Received(count);
        }

        return kind;
    }

    /// <summary>The files, once through. Each must be read to its end before the next is asked for.</summary>
    public IEnumerable<JournalSource> Files()
    {
        var kind = Next(out var content);
        while (kind == ReplayFrames.File)
        {
            var file = new ServedFile(this);
            yield return new JournalSource(Encoding.UTF8.GetString(content.Span), () => file);
            kind = file.ReadOut(out content);
        }
    }

    /// <summary>The bytes of one file, up to the frame that belongs to no file or to the next.</summary>
    private sealed class ServedFile(ServedJournal journal) : Stream
    {
        private ReadOnlyMemory<byte> _rest;
        private ReadOnlyMemory<byte> _next;
        private FrameKind? _end;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Passes over what nobody read, and gives the frame behind the file.</summary>
        public FrameKind ReadOut(out ReadOnlyMemory<byte> content)
        {
            while (_end is null)
            {
                Fill();
            }

            content = _next;
            return _end.Value;
        }

        public override int Read(Span<byte> buffer)
        {
            while (_rest.IsEmpty && _end is null)
            {
                if (Fill() is { } fault)
                {
                    throw new IOException(fault);
                }
            }

            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        /// <returns>Why the command could not read it; null when all is well.</returns>
        private string? Fill()
        {
            var kind = journal.Next(out var content);
            switch (kind)
            {
                case ReplayFrames.Bytes:
                    _rest = content;
                    return null;

                case ReplayFrames.Unreadable:
                    return Encoding.UTF8.GetString(content.Span);

                default:
                    (_end, _next, _rest) = (kind, content, default);
                    return null;
            }
        }
    }
}
