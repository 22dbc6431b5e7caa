namespace Gateway.KubernetesApi;

/// <param name="Kubeconfig">A file; null for the pod's service account, or the files that kubectl would read.</param>
/// <param name="Context">Null for the current one.</param>
/// <param name="Namespaces">Those that are watched; empty for all.</param>
/// <param name="NodeName">The node the gateway runs on.</param>
internal sealed record KubernetesApiOptions(string? Kubeconfig, string? Context, IReadOnlyList<string> Namespaces, string NodeName);
