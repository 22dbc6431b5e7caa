using System.Net;
using System.Text;
using Gateway.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.HttpProxy;

/// <summary>A backend: Kestrel on a free loopback port.</summary>
internal sealed class TestUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _accepted;
    private int _open;

    private TestUpstream(RequestDelegate serve, Action<ListenOptions>? configure, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                listener.Use(Count);
                configure?.Invoke(listener);
            });
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(serve);
    }

    public int Port { get; private set; }

    public Backend Backend => new("127.0.0.1", Port);

    /// <summary>Connections, ever.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections, now.</summary>
    public int Open => Volatile.Read(ref _open);

    public static async Task<TestUpstream> StartAsync(RequestDelegate serve, Action<ListenOptions>? configure = null, int port = 0)
    {
        var upstream = new TestUpstream(serve, configure, port);
        await upstream._app.StartAsync();
        var address = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        upstream.Port = new Uri(address).Port;
        return upstream;
    }

    /// <summary>Answers every request with the same text.</summary>
    public static Task<TestUpstream> SayingAsync(string text) => StartAsync(context => context.Response.WriteAsync(text));

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
