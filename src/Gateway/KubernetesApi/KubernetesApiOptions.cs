namespace Gateway.KubernetesApi;

/// <param name="Kubeconfig">A file; null for the pod's service account, or the files that kubectl would read.</param>
/// <param name="Context">Null for the current one.</param>
/// <param name="Namespaces">Those that are watched; empty for all.</param>
/// <param name="NodeName">The node the gateway runs on.</param>
/// <param name="LastKnownGood">Where the last known good state is kept; null for nowhere.</param>
internal sealed record KubernetesApiOptions(
    string? Kubeconfig, string? Context, IReadOnlyList<string> Namespaces, string NodeName, LastKnownGoodPlace? LastKnownGood);

/// <param name="Path">Absolute. A folder, where each cluster has a file of its own, or the file.</param>
/// <param name="Secrets">Whether certificates and their keys are kept, too.</param>
internal sealed record LastKnownGoodPlace(string Path, bool IsFolder, bool Secrets)
{
    /// <param name="cluster">What tells this cluster from others.</param>
    public string FileFor(string cluster) => IsFolder
        ? System.IO.Path.Combine(Path, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cluster)))[..16])
        : Path;
}
