namespace Gateway.Reconciliation;

/// <summary>The lines of a stream, each valid until the next is asked for.</summary>
internal sealed class LineReader(Stream stream, int maxLine, long maxTotal)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _total;

    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>False at the end. What is there without the end of a line is no line.</summary>
    /// <exception cref="InvalidDataException">A line, or all of it, is longer than it may be.</exception>
    public bool MoveNext()
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Current = _buffer.AsMemory(_start, searched + length);
                _start += searched + length + 1;
                return true;
            }
            searched = _end - _start;
            if (!Fill())
                return searched == 0 ? false : throw new InvalidDataException("ends in the middle of an object");
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= maxLine)
                throw new InvalidDataException($"holds an object of more than {maxLine / 1024 / 1024} MiB");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _total += read;
        return _total <= maxTotal ? read > 0 : throw new InvalidDataException($"holds more than {maxTotal / 1024 / 1024} MiB of objects");
    }
}
