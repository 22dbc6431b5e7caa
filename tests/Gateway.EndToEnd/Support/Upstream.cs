using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.EndToEnd.Support;

/// <summary>A real HTTP server behind the gateway, on a port of its own.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Upstream(string name, WebApplication app)
    {
        Name = name;
        _app = app;
    }

    public string Name { get; }

    public string Address { get; } = "127.0.0.1";

    public int Port { get; private set; }

    /// <summary>Completes when a request with <c>?wait</c> has come; it is answered after <see cref="Release"/>.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(Deadline.Long);

    /// <summary>The requests answered so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>A server that answers with <paramref name="handler"/>, or with its own name.</summary>
    public static async Task<Upstream> StartAsync(string name, RequestDelegate? handler = null, HttpProtocols protocols = HttpProtocols.Http1, Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, options =>
            {
                options.Protocols = protocols;
                listen?.Invoke(options);
            });
        });
        var app = builder.Build();
        var upstream = new Upstream(name, app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            upstream.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            await (handler ?? upstream.AnswerAsync)(context);
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        upstream.Port = new Uri(address).Port;
        return upstream;
    }

    public static async Task<Upstream[]> StartAsync(params string[] names) => await Task.WhenAll(names.Select(name => StartAsync(name, null)));

    public void Release() => _released.TrySetResult();

    public ValueTask DisposeAsync()
    {
        Release();
        return _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("wait"))
        {
            _arrived.TrySetResult();
            await _released.Task;
        }
        await context.Response.WriteAsync(Name);
    }
}
