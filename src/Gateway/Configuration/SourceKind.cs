namespace Gateway.Configuration;

/// <summary>Where the objects come from.</summary>
internal enum SourceKind
{
    /// <summary>The cluster in a pod or with a kubeconfig given, else the folder.</summary>
    Auto,

    Kubernetes,

    Manifests,
}
