using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.ApiServer.Hosting;

/// <summary>Kestrel on one address: from its start to its stop it takes connections. Stopping is not graceful.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Connections _connections;

    private Listener(WebApplication application, Connections connections)
    {
        _application = application;
        _connections = connections;
    }

    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    public static async Task<Listener> StartAsync(
        IPEndPoint endPoint, Connections connections, Func<X509Certificate2> certificate, RequestDelegate serve, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrel(kestrel =>
        {
            SetLimits(kestrel);
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.Use(next => context => connections.TrackAsync(context, next));
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificateSelector = (_, _) => certificate(),
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Who is not recognised gets an answer that says so, not a broken handshake.
                    ClientCertificateValidation = (_, _, _) => true,
                });
            });
        });
        var application = builder.Build();
        application.Run(serve);
        var listener = new Listener(application, connections);
        await application.StartAsync(cancellationToken);
        listener.EndPoint = new(endPoint.Address, new Uri(application.Urls.Single()).Port);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody is waited for: the server is gone.
        _connections.ResetAll();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _application.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // That is how it is told not to wait.
        }
        await _application.DisposeAsync();
    }

    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 250;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
