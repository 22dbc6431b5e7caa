using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.KubernetesApi.Access;

/// <summary>What came with a request that says who asked, and how.</summary>
internal sealed record SeenRequest(
    string Connection, string Protocol, string Host, string? Authorization, string? ClientCertificate, string? ClientIssuers, IHeaderDictionary Headers, string Body);

/// <summary>A server on a free loopback port that speaks TLS as an API server does: it asks for a client certificate and takes none too.</summary>
internal sealed class TestApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly ConcurrentQueue<string> _serverNames = new();
    private SslStreamCertificateContext? _certificate;

    private TestApiServer(IPAddress address, RequestDelegate? serve, HttpProtocols protocols, bool isEncrypted)
    {
        Serve = serve ?? (_ => Task.CompletedTask);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listener =>
        {
            listener.Protocols = protocols;
            if (isEncrypted)
                listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = Handshake });
        }));
        _app = builder.Build();
        _app.Run(SeeAsync);
    }

    /// <summary>Answers what was seen.</summary>
    public RequestDelegate Serve { get; set; }

    public string Url { get; private set; } = "";

    public int Port => new Uri(Url).Port;

    public SeenRequest[] Seen => [.. _seen];

    public SeenRequest Last => Seen[^1];

    /// <summary>The names that clients asked for in their handshakes.</summary>
    public string[] ServerNames => [.. _serverNames];

    public static async Task<TestApiServer> StartAsync(
        X509Certificate2? certificate, RequestDelegate? serve = null, IPAddress? address = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var server = new TestApiServer(address ?? IPAddress.Loopback, serve, protocols, certificate is not null);
        if (certificate is not null)
            server.Show(certificate);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <summary>The certificate for connections from now on.</summary>
    public void Show(X509Certificate2 certificate, params X509Certificate2[] others) =>
        _certificate = SslStreamCertificateContext.Create(certificate, [.. others], offline: true);

    /// <summary>Answers 401 to all but this.</summary>
    public void Accept(string authorization) => Serve = context =>
    {
        context.Response.StatusCode = context.Request.Headers.Authorization == authorization ? 200 : 401;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private ValueTask<SslServerAuthenticationOptions> Handshake(TlsHandshakeCallbackContext context)
    {
        _serverNames.Enqueue(context.ClientHelloInfo.ServerName);
        context.AllowDelayedClientCertificateNegotation = false;
        return new(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, _, chain, _) =>
            {
                _issuers = chain is null ? "" : string.Join(", ", chain.ChainPolicy.ExtraStore.Select(one => one.Subject));
                return true;
            },
        });
    }

    private volatile string? _issuers;

    private async Task SeeAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        _seen.Enqueue(new(
            context.Connection.Id,
            context.Request.Protocol,
            context.Request.Host.Value!,
            context.Request.Headers.Authorization,
            context.Connection.ClientCertificate?.Subject,
            _issuers,
            new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
            await body.ReadToEndAsync()));
        await Serve(context);
    }
}
