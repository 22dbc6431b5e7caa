using System.Text;

namespace Gateway.Manifests.Documents;

/// <summary>Where the lines of a UTF-8 text start, to tell line and column of an offset.</summary>
internal sealed class LineIndex
{
    private readonly byte[] _text;
    private readonly List<int> _starts = [0];

    public LineIndex(ReadOnlySpan<byte> utf8)
    {
        _text = utf8.ToArray();
        for (var i = 0; i < utf8.Length; i++)
            if (utf8[i] == '\n')
                _starts.Add(i + 1);
    }

    public TextPosition PositionOf(int offset)
    {
        var line = _starts.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        var start = _starts[line];
        return new(line + 1, Encoding.UTF8.GetCharCount(_text.AsSpan(start..Math.Min(offset, _text.Length))) + 1);
    }

    /// <summary>The position of a byte of a line, both counted as <see cref="System.Text.Json.JsonException"/> does, from 0.</summary>
    public TextPosition PositionOf(long line, long byteInLine) =>
        PositionOf((int)Math.Min(_starts[(int)Math.Min(line, _starts.Count - 1)] + byteInLine, _text.Length));
}
