using System.Net.Http.Headers;

namespace Gateway.KubernetesApi.Access;

/// <summary>A credential that is written down: in a kubeconfig, or in files that somebody may replace.</summary>
internal sealed class FieldCredentials(Reloaded<AuthenticationHeaderValue>? authorization, Reloaded<ClientCertificate>? certificate) : ICredentialSource
{
    private volatile Credential _last = Credential.None;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(Keep(authorization?.Current(), certificate?.Current()));

    public ValueTask<Credential> RenewAsync(Credential refused, CancellationToken cancellationToken) =>
        new(Keep(authorization?.Newest(), certificate?.Newest()));

    public void Dispose()
    {
    }

    private Credential Keep(AuthenticationHeaderValue? header, ClientCertificate? shown)
    {
        var last = _last;
        return ReferenceEquals(last.Authorization, header) && ReferenceEquals(last.Certificate, shown) ? last : _last = new(header, shown);
    }
}
