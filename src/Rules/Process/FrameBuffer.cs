namespace EventOps.Rules.Process;

/// <summary>Gathers bytes from a stream and gives out whole frames. Grows as far as one frame needs, no further, and goes back to its size after it.</summary>
public sealed class FrameBuffer
{
    private const int Usual = 64 << 10;

    /// <summary>What has grown beyond this is not kept.</summary>
    private const int MostKept = 1 << 20;

    private byte[] _bytes = new byte[Usual];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes from the stream go; never empty.</summary>
    public Memory<byte> Space
    {
        get
        {
            // The rules themselves come in one frame of megabytes, once; whoever asks for space is done with what was given out.
            if (_end == 0 && _bytes.Length > MostKept)
            {
                _bytes = new byte[Usual];
            }

            if (_start > 0 && _end == _bytes.Length)
            {
                _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
                (_start, _end) = (0, _end - _start);
            }

            if (_end == _bytes.Length)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            return _bytes.AsMemory(_end);
        }
    }

    public void Received(int count) => _end += count;

    /// <summary>The next whole frame. The content is valid until <see cref="Space"/> is asked for again.</summary>
    /// <exception cref="InvalidDataException">The stream is broken.</exception>
    public bool TryTake(out FrameKind kind, out ReadOnlyMemory<byte> content)
    {
        if (!Frame.TryRead(_bytes.AsSpan(_start, _end - _start), out kind, out var length))
        {
            content = default;
            return false;
        }

        content = _bytes.AsMemory(_start + Frame.HeaderSize, length);
        _start += Frame.HeaderSize + length;
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }

        return true;
    }
}
