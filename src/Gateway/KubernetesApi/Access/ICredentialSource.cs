namespace Gateway.KubernetesApi.Access;

/// <summary>Gives the credential for each request.</summary>
internal interface ICredentialSource : IDisposable
{
    /// <summary>The credential of this moment.</summary>
    /// <exception cref="HttpRequestException">There is none. The message is for people.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Another credential for one that the server refused, or that very one where there is no other.</summary>
    /// <exception cref="HttpRequestException">As above.</exception>
    ValueTask<Credential> RenewAsync(Credential refused, CancellationToken cancellationToken);
}
