using System.Net;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.EndToEnd;

/// <summary>A backend in the test's own process. Answers with its name, after <c>?wait</c> once it is let go.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app = SmallServer.Build(new(IPAddress.Loopback, 0));
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Upstream(string name) => _app.Run(async context =>
    {
        if (context.Request.Query.ContainsKey("wait"))
        {
            _arrived.TrySetResult();
            await _released.Task;
        }
        await context.Response.WriteAsync(name);
    });

    public int Port { get; private set; }

    /// <summary>Completes when a request that waits has come.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(Deadline.Long);

    public static async Task<Upstream> StartAsync(string name)
    {
        var upstream = new Upstream(name);
        upstream.Port = (await SmallServer.StartAsync(upstream._app, new(IPAddress.Loopback, 0), CancellationToken.None)).Port;
        return upstream;
    }

    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }
}
