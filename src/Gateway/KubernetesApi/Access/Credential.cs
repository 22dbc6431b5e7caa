using System.Net.Http.Headers;

namespace Gateway.KubernetesApi.Access;

/// <summary>What shows an API server who is asking. Each is an instance of its own, so that a refused one can be told from its successor.</summary>
/// <param name="certificate">Shown by the connection, and so for all requests on it.</param>
internal sealed class Credential(AuthenticationHeaderValue? authorization, ClientCertificate? certificate)
{
    public static readonly Credential None = new(null, null);

    public AuthenticationHeaderValue? Authorization { get; } = authorization;

    public ClientCertificate? Certificate { get; } = certificate;
}
