using System.Text.Json;
using Gateway.KubernetesApi;
using Gateway.Model;

namespace Gateway.ClusterStatus.Leadership;

/// <summary>The three requests about one lease. Writing goes through only over the version that was read.</summary>
internal sealed class LeaseClient(ApiClient client, NamespacedName name)
{
    private readonly string _collection = $"/apis/coordination.k8s.io/v1/namespaces/{Uri.EscapeDataString(name.Namespace)}/leases";

    public NamespacedName Name => name;

    private string Path => $"{_collection}/{Uri.EscapeDataString(name.Name)}";

    /// <summary>Null where there is none.</summary>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public async Task<Lease?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(HttpMethod.Get, Path, null, LeaseJson.Default.Lease, cancellationToken);
        }
        catch (ApiException error) when (error.Failure == ApiFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>The lease as it is then.</summary>
    /// <exception cref="ApiException">It was not written; with a conflict, somebody else wrote it meanwhile.</exception>
    public Task<Lease> WriteAsync(Lease lease, CancellationToken cancellationToken) => lease.Metadata.ResourceVersion is null
        ? client.SendAsync(HttpMethod.Post, _collection, BodyOf(lease), LeaseJson.Default.Lease, cancellationToken)
        : client.SendAsync(HttpMethod.Put, Path, BodyOf(lease), LeaseJson.Default.Lease, cancellationToken);

    private static ByteArrayContent BodyOf(Lease lease) => new(JsonSerializer.SerializeToUtf8Bytes(lease, LeaseJson.Default.Lease))
    {
        Headers = { ContentType = new("application/json") },
    };
}
