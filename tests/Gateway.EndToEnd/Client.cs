using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.EndToEnd;

/// <summary>Asks a gateway on this machine, whatever the name in the URL: <c>shop.localhost</c> needs no resolver.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;
    private readonly GatewayProcess _gateway;

    /// <param name="authority">The file of the one authority to trust; null trusts none.</param>
    public Client(GatewayProcess gateway, string? authority = null)
    {
        _gateway = gateway;
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) };
        if (authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
            };
        }
        _http = new(handler) { Timeout = Deadline.Long };
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string host, string pathAndQuery = "/", bool secure = false)
    {
        var url = secure ? $"https://{host}:{_gateway.HttpsPort}{pathAndQuery}" : $"http://{host}:{_gateway.HttpPort}{pathAndQuery}";
        using var answer = await _http.GetAsync(new Uri(url));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a host answers so.</summary>
    public Task UntilAsync(string host, HttpStatusCode status, string? body = null) => Eventually.TrueAsync(
        async () => await GetAsync(host) is var answer && answer.Status == status && (body is null || answer.Body == body),
        () => $"{host} does not answer {status} {body}\n{_gateway.Output}\n{_gateway.Errors}");

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
