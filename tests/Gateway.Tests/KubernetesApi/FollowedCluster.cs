using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.ApiServer;
using Gateway.KubernetesApi;
using Gateway.KubernetesApi.Watching;
using Gateway.Model.Resources;
using Gateway.Reconciliation;

namespace Gateway.Tests.KubernetesApi;

/// <summary>An API server and a source that follows it, over TLS on the loopback link.</summary>
internal sealed class FollowedCluster : IAsyncDisposable
{
    /// <summary>As it is in a cluster, but for how long is waited.</summary>
    public static readonly WatchTimings Quick = new()
    {
        FirstRetry = TimeSpan.FromMilliseconds(5),
        LastRetry = TimeSpan.FromMilliseconds(50),
        AbsentRetry = TimeSpan.FromMilliseconds(20),
        StallTimeout = TimeSpan.FromMilliseconds(500),
        IdleTimeout = TimeSpan.FromSeconds(2),
        PageSize = 3,
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _http;
    private readonly IReadOnlyList<WatchedKind> _kinds;
    private Task _running = Task.CompletedTask;

    private FollowedCluster(ApiServerDouble server, IReadOnlyList<WatchedKind> kinds, string[] namespaces, Func<ResourceStore, LastKnownGoodStart>? lastKnownGood)
    {
        Server = server;
        _kinds = kinds;
        _http = new(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsTrusted(certificate, chain) },
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            UseProxy = false,
        });
        var client = new ApiClient(new HttpMessageInvoker(new Authorized(server.Token, _http)), server.Address, TimeProvider.System);
        Source = new(client, "the test's cluster", kinds, namespaces, lastKnownGood?.Invoke(Store) ?? LastKnownGoodStart.None, Quick, new Random(1), TimeProvider.System, Log);
    }

    public ApiServerDouble Server { get; }

    public ResourceStore Store { get; } = new();

    public ApiServerSource Source { get; }

    public RecordedLog<ApiServerSource> Log { get; } = new();

    public static async Task<FollowedCluster> StartAsync(
        ApiServerOptions? options = null,
        Action<ApiServerDouble>? before = null,
        IReadOnlyList<WatchedKind>? kinds = null,
        string[]? namespaces = null,
        Func<ResourceStore, LastKnownGoodStart>? lastKnownGood = null)
    {
        var server = await ApiServerDouble.StartAsync(options);
        before?.Invoke(server);
        var cluster = new FollowedCluster(server, kinds ?? WatchedKinds.All("node-1"), namespaces ?? [], lastKnownGood);
        cluster._running = cluster.Source.RunAsync(cluster.Store, cluster._stop.Token);
        return cluster;
    }

    public async Task SyncedAsync() => await Store.Synced.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until the store has, object for object, what the server has of the kinds that are followed.</summary>
    public async Task IsEqualAsync()
    {
        await SyncedAsync();
        try
        {
            await Eventually.IsTrue(() => Here().SequenceEqual(There()));
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Equal(string.Join('\n', There()), string.Join('\n', Here()));
        }
    }

    public string[] Names(string kind) => [.. Store.Current.ObjectsOf(kind).Select(resource => resource.Name.ToString()).Order(StringComparer.Ordinal)];

    public async Task SeesAsync(string kind, params string[] names) => await Eventually.IsTrue(() => Names(kind).SequenceEqual(names), $"there are {string.Join(", ", names)}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await Server.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private IEnumerable<string> Here() => _kinds.SelectMany(kind => Store.Current.ObjectsOf(kind.Kind)).Select(Text).Order(StringComparer.Ordinal);

    private IEnumerable<string> There() =>
        _kinds.SelectMany(kind => Server.List(kind.Kind).Select(found => Read(kind, found.ToJsonString())).Where(resource => IsFollowed(kind, resource)))
            .Select(Text).Order(StringComparer.Ordinal);

    private static bool IsFollowed(WatchedKind kind, KubernetesObject resource) =>
        kind.FieldSelector is null || resource is not Node and not Secret || resource is Secret { Type: Secret.TlsType } or Node { Metadata.Name: "node-1" };

    private static KubernetesObject Read(WatchedKind kind, string json)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json));
        return kind.Read(ref reader);
    }

    private static string Text(KubernetesObject resource) => JsonSerializer.Serialize(
        resource with { Metadata = resource.Metadata with { ResourceVersion = null, Generation = null } }, ResourceJson.Default.GetTypeInfo(resource.GetType())!);

    private bool IsTrusted(X509Certificate? certificate, X509Chain? chain)
    {
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.ImportFromPem(Server.AuthorityPem);
        return certificate is X509Certificate2 presented && own.Build(presented);
    }

    private sealed class Authorized(string token, HttpMessageInvoker inner) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return inner.SendAsync(request, cancellationToken);
        }
    }
}
