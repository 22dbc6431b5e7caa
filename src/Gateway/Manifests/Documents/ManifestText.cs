using System.Text;
using System.Text.Unicode;

namespace Gateway.Manifests.Documents;

/// <summary>The bytes of a file as UTF-8 without a byte order mark.</summary>
internal static class ManifestText
{
    public const string TooLarge = "larger than 4 MiB";

    private static readonly System.Buffers.SearchValues<byte> Control =
        System.Buffers.SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <exception cref="ManifestSyntaxException">The file is not text, or too large.</exception>
    public static ReadOnlyMemory<byte> Parse(ReadOnlyMemory<byte> file)
    {
        if (file.Length > ManifestLimits.MaxFileBytes)
            throw new ManifestSyntaxException(TextPosition.Start, TooLarge);
        var utf8 = file.Span switch
        {
            [0xEF, 0xBB, 0xBF, ..] => file[3..],
            // Windows PowerShell writes UTF-16 where output is redirected into a file.
            [0xFF, 0xFE, ..] => Transcode(Encoding.Unicode, file[2..]),
            [0xFE, 0xFF, ..] => Transcode(Encoding.BigEndianUnicode, file[2..]),
            _ => file,
        };
        if (!Utf8.IsValid(utf8.Span))
            throw new ManifestSyntaxException(FirstInvalid(utf8.Span), "this is not UTF-8 text");
        // A file cut off by a power failure is often full of zeroes, which a YAML reader takes for its end.
        var control = utf8.Span.IndexOfAny(Control);
        if (control >= 0)
            throw new ManifestSyntaxException(new LineIndex(utf8.Span).PositionOf(control), $"a control character (0x{utf8.Span[control]:X2}) is not allowed in a manifest");
        return utf8;
    }

    private static ReadOnlyMemory<byte> Transcode(Encoding encoding, ReadOnlyMemory<byte> file) =>
        Encoding.Convert(encoding, Encoding.UTF8, file.ToArray());

    private static TextPosition FirstInvalid(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
            offset += length;
        return new LineIndex(text).PositionOf(offset);
    }
}
