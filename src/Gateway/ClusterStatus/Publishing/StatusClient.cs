using System.Net.Http.Headers;
using Gateway.KubernetesApi;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.ClusterStatus.Publishing;

/// <summary>The two requests about the status of an object. Both answer with the object as it is then.</summary>
internal sealed class StatusClient(ApiClient client)
{
    /// <exception cref="ApiException">It was not written.</exception>
    public Task<ObservedStatus> WriteAsync(ObjectReference reference, StatusPatch patch, CancellationToken cancellationToken)
    {
        var body = new ByteArrayContent(patch.Body) { Headers = { ContentType = new MediaTypeHeaderValue(patch.ContentType) } };
        return SendAsync(HttpMethod.Patch, reference, patch.Query, body, cancellationToken);
    }

    /// <exception cref="ApiException">It could not be read.</exception>
    public Task<ObservedStatus> ReadAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, reference, "", null, cancellationToken);

    private async Task<ObservedStatus> SendAsync(
        HttpMethod method, ObjectReference reference, string query, HttpContent? body, CancellationToken cancellationToken)
    {
        var path = ApiPaths.StatusOf(reference) + query;
        return ObservedStatus.Of(reference.Kind == "Ingress"
            ? await client.SendAsync(method, path, body, ResourceJson.Default.Ingress, cancellationToken)
            : await client.SendAsync(method, path, body, ResourceJson.Default.Service, cancellationToken));
    }
}
