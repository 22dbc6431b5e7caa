using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.EndToEnd.Cluster;

/// <summary>
/// A server at an address such as pods have, which an API server takes in an EndpointSlice, where it refuses those of the loopback range. Such addresses are
/// on this machine only inside of a network namespace in which they were made local.
/// </summary>
internal sealed class Pod : IAsyncDisposable
{
    public const int Port = 8080;

    private static readonly Lazy<bool> HasNetwork = new(CanListen);
    private static int _last;

    private readonly WebApplication _app;

    private Pod(string address, WebApplication app)
    {
        Address = address;
        _app = app;
    }

    public string Address { get; }

    /// <summary>A pod that answers with its address.</summary>
    public static async Task<Pod> StartAsync()
    {
        Assert.SkipUnless(HasNetwork.Value, "the addresses of pods (10.244.0.0/16) are not local here; test.sh makes them so in a network namespace of its own, which takes root");
        var number = Interlocked.Increment(ref _last);
        var address = $"10.244.{number / 250}.{(number % 250) + 1}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(address), Port));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(address));
        await app.StartAsync();
        return new(address, app);
    }

    public static async Task<Pod[]> StartAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync()));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool CanListen()
    {
        using var listener = new TcpListener(IPAddress.Parse("10.244.255.254"), 0);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
