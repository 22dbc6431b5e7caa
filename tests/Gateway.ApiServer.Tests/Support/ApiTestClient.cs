using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Tests.Support;

/// <summary>A client as plain as can be, that trusts the double and nobody else.</summary>
internal sealed class ApiTestClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiTestClient(ApiServerDouble server, string? token = null, X509Certificate2? certificate = null)
        : this(server.Address, server.AuthorityPem, token ?? server.Token, certificate)
    {
    }

    public ApiTestClient(Uri address, string authorityPem, string token, X509Certificate2? certificate = null)
    {
        var authority = X509Certificate2.CreateFromPem(authorityPem);
        var tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
            ClientCertificates = certificate is null ? null : [certificate],
        };
        _http = new(new SocketsHttpHandler { SslOptions = tls }, disposeHandler: true)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
        };
        if (certificate is null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("curl/8.14.1");
    }

    public AuthenticationHeaderValue Authorization
    {
        set => _http.DefaultRequestHeaders.Authorization = value;
    }

    public Version Version
    {
        set => _http.DefaultRequestVersion = value;
    }

    public async Task<Answer> SendAsync(string method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = Build(method, path, body, contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _http.SendAsync(request, Deadline.Token());
        return new((int)response.StatusCode, response, await response.Content.ReadAsStringAsync(Deadline.Token()));
    }

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public async Task<WatchReader> WatchAsync(string path)
    {
        var request = Build("GET", path, null, "");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Build(string method, string path, string? body, string contentType) => new(new(method), path)
    {
        Version = _http.DefaultRequestVersion,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType)),
    };
}

internal sealed record Answer(int Code, HttpResponseMessage Response, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Reason => Json["reason"]?.GetValue<string>();

    public string? Message => Json["message"]?.GetValue<string>();

    public string Version => Json["metadata"]!["resourceVersion"]!.GetValue<string>();
}
