namespace Gateway.Manifests.Documents;

/// <summary>A part of a file that can be parsed on its own, so that an edit costs what it touched.</summary>
/// <param name="LinesBefore">The lines of the file before it.</param>
internal readonly record struct TextChunk(int LinesBefore, ReadOnlyMemory<byte> Utf8);

internal static class YamlChunks
{
    /// <summary>
    /// Splits before every line that starts with the document marker <c>---</c>, which ends whatever stands before it (YAML 1.2, 9.1.2).
    /// A directive (<c>%YAML</c>) belongs to the marker after it, and nothing is split in a file that has one.
    /// </summary>
    public static IReadOnlyList<TextChunk> Split(ReadOnlyMemory<byte> utf8)
    {
        var chunks = new List<TextChunk>();
        var text = utf8.Span;
        int start = 0, lines = 0, linesBefore = 0;
        for (var line = 0; line < text.Length; lines++)
        {
            if (text[line] == '%')
                return [new(0, utf8)];
            if (line > start && IsMarker(text[line..]))
            {
                chunks.Add(new(linesBefore, utf8[start..line]));
                (start, linesBefore) = (line, lines);
            }
            var end = text[line..].IndexOf((byte)'\n');
            line = end < 0 ? text.Length : line + end + 1;
        }
        chunks.Add(new(linesBefore, utf8[start..]));
        return chunks;
    }

    private static bool IsMarker(ReadOnlySpan<byte> line) =>
        line.StartsWith("---"u8) && (line.Length == 3 || line[3] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
}
