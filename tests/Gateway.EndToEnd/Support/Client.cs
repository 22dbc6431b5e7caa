using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.EndToEnd.Support;

/// <summary>Asks a gateway for status and body.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;
    private readonly GatewayProcess _gateway;

    /// <param name="authority">The file of the one authority to trust.</param>
    public Client(GatewayProcess gateway, string? authority = null)
    {
        _gateway = gateway;
        _http = LoopbackClient.Create(authority is null ? null : X509CertificateLoader.LoadCertificateFromFile(authority));
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string host, string pathAndQuery = "/", bool secure = false)
    {
        var url = secure ? $"https://{host}:{_gateway.HttpsPort}{pathAndQuery}" : $"http://{host}:{_gateway.HttpPort}{pathAndQuery}";
        using var answer = await _http.GetAsync(new Uri(url));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a host answers so.</summary>
    public Task UntilAsync(string host, HttpStatusCode status, string? body = null) => Eventually.IsTrue(
        async () => await GetAsync(host) is var answer && answer.Status == status && (body is null || answer.Body == body),
        () => $"{host} does not answer {status} {body}\n{_gateway.Output}\n{_gateway.Errors}");

    public void Dispose() => _http.Dispose();
}
