namespace Gateway.Manifests.Documents;

/// <summary>A place in a text. Lines and columns count from 1; columns count UTF-16 units.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct TextPosition(int Line, int Column)
{
    public static readonly TextPosition Start = new(1, 1);

    public TextPosition Below(int lines) => this with { Line = Line + lines };
}
