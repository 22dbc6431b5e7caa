namespace Gateway.Manifests;

/// <summary>The manifests that the gateway was told to serve cannot be read at all.</summary>
internal sealed class UnreadableManifestsException(string path, string reason, Exception? inner = null)
    : Exception($"cannot read the manifests in {path}: {reason}", inner)
{
    public string Path { get; } = path;
}
