namespace Gateway.KubernetesApi.Access;

/// <summary>
/// The cluster cannot be asked with what the gateway was given. Each problem is one line for people that says where it was written: the file, the
/// context, the field. Never holds a credential.
/// </summary>
internal sealed class ClusterAccessException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
