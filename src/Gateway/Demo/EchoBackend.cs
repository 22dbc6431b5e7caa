using System.Net;
using Gateway.Hosting;

namespace Gateway.Demo;

/// <summary>One pod of the demonstration.</summary>
internal sealed class EchoBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoBackend(WebApplication app) => _app = app;

    /// <exception cref="ListenException">The address cannot be had.</exception>
    public static async Task<EchoBackend> StartAsync(IPEndPoint address, string name, CancellationToken cancellationToken)
    {
        var app = SmallServer.Build(address);
        app.UseWebSockets();
        app.Run(new EchoPages(name, app.Lifetime.ApplicationStopping).AnswerAsync);
        try
        {
            await SmallServer.StartAsync(app, address, cancellationToken);
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Answers what has come, for a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}
