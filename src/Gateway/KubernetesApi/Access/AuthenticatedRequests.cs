using System.Net;

namespace Gateway.KubernetesApi.Access;

/// <summary>
/// Sends each request with the credential of its moment. One that the server refuses (401) is renewed at once where it can be, and the request sent once
/// more. Neither a request nor its response holds the credential afterwards.
/// </summary>
/// <param name="host">The name to ask for in TLS, where it is not the one in the URL.</param>
internal sealed class AuthenticatedRequests(ICredentialSource credentials, IReadOnlyList<KeyValuePair<string, string>> impersonation, string? host)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The runtime takes the name for TLS from here, whatever its options for TLS say.
        request.Headers.Host = host;
        foreach (var (name, value) in impersonation)
            request.Headers.TryAddWithoutValidation(name, value);
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        var credential = await credentials.GetAsync(cancellationToken);
        var response = await SendAsync(request, credential, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        try
        {
            var renewed = await credentials.RenewAsync(credential, cancellationToken);
            if (ReferenceEquals(renewed, credential))
                return response;
            response.Dispose();
            return await SendAsync(request, renewed, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Credential credential, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = credential.Authorization;
        request.Options.Set(ServerConnections.Certificate, credential.Certificate);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.Headers.Authorization = null;
        }
    }
}
