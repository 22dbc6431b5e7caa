namespace Gateway.Manifests.Documents;

/// <summary>A text that cannot be read as what it claims to be, or is refused for its size. Never leaves the room.</summary>
internal sealed class ManifestSyntaxException(TextPosition position, string message) : Exception(message)
{
    public TextPosition Position { get; } = position;
}
