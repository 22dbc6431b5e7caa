namespace Gateway.KubernetesApi.Access;

/// <summary>What the process was given from outside, as far as it says where a cluster is and who the gateway is there.</summary>
/// <param name="HomeDirectory">Absolute.</param>
/// <param name="CurrentDirectory">Absolute.</param>
/// <param name="ServiceAccountDirectory">Where the kubelet puts the files of a pod's service account.</param>
internal sealed record AccessEnvironment(
    IReadOnlyDictionary<string, string?> Variables,
    string HomeDirectory,
    string CurrentDirectory,
    string ServiceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount")
{
    /// <summary>Null where the variable is not set, or to nothing.</summary>
    public string? Variable(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
