using System.Net;
using System.Text;

namespace Gateway.KubernetesApi.Access;

/// <summary>
/// The connections to the server. All requests share one HTTP/2 connection; another is opened only when the server takes no more streams on it. A request
/// that is to show another client certificate than the last gets connections of its own, and those before go when what is on them has ended.
/// </summary>
internal sealed class ServerConnections(ClusterAddress cluster, TimeProvider time) : HttpMessageHandler
{
    public static readonly HttpRequestOptionsKey<ClientCertificate?> Certificate = new("certificate");

    /// <summary>So long at most a thread that has chosen connections takes to send on them.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile Pool? _pool;

    private sealed class Pool(ClientCertificate? certificate, HttpMessageInvoker http)
    {
        public ClientCertificate? Certificate { get; } = certificate;

        public HttpMessageInvoker Http { get; } = http;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(Certificate, out var certificate);
        return PoolFor(certificate).Http.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _pool?.Http.Dispose();
            if (!_stop.IsCancellationRequested)
                _stop.Cancel();
        }
        base.Dispose(disposing);
    }

    private Pool PoolFor(ClientCertificate? certificate)
    {
        if (_pool is { } pool && ReferenceEquals(pool.Certificate, certificate))
            return pool;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            if (_pool is { } before)
            {
                if (ReferenceEquals(before.Certificate, certificate))
                    return before;
                _ = RetireAsync(before);
            }
            return _pool = new(certificate, new(Open(certificate)));
        }
    }

    private async Task RetireAsync(Pool pool)
    {
        await Task.Delay(Linger, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pool.Http.Dispose();
    }

    private SocketsHttpHandler Open(ClientCertificate? certificate) => new()
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = cluster.Proxy is not null,
        Proxy = BuildProxy(),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        EnableMultipleHttp2Connections = true,
        // A watch is silent for minutes: these tell a quiet server from one that is gone.
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        // New requests move to a new connection now and then, and with it to what the name resolves to, and what the certificates are, by then.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ActivityHeadersPropagator = null,
        SslOptions = new ServerTrust(cluster).BuildOptions(certificate),
    };

    private WebProxy? BuildProxy()
    {
        if (cluster.Proxy is not { } address)
            return null;
        var (user, password) = address.UserInfo.Split(':', 2) is [var first, var second] ? (first, second) : (address.UserInfo, "");
        return new(new UriBuilder(address) { UserName = "", Password = "" }.Uri)
        {
            Credentials = user.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)),
        };
    }
}
