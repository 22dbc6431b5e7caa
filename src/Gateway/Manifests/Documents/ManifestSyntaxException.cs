namespace Gateway.Manifests.Documents;

/// <summary>A text that cannot be read as what it claims to be, or is refused for its size. Never leaves the room.</summary>
/// <param name="since">Where that began which could not be read to its end.</param>
internal sealed class ManifestSyntaxException(TextPosition position, string message, TextPosition? since = null) : Exception(message)
{
    public TextPosition Position { get; } = position;

    /// <summary>The message for a text that has so many lines before it in its file.</summary>
    public string MessageBelow(int lines) => since is { } start && start.Line < Position.Line
        ? $"{Message}, in what starts at line {start.Below(lines).Line}, column {start.Column}"
        : Message;
}
