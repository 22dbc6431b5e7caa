using System.Net;
using Gateway.HttpProxy;
using Gateway.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.HttpProxy;

/// <summary>The HTTP plane on free loopback ports, driven by states made by hand.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpProxyTarget _target;

    private TestGateway(WebApplication app)
    {
        _app = app;
        _target = app.Services.GetRequiredService<HttpProxyTarget>();
    }

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public required RecordedLog Log { get; init; }

    public IServiceProvider Services => _app.Services;

    public Uri Http(string path = "/") => new($"http://127.0.0.1:{HttpPort}{path}");

    public static async Task<TestGateway> StartAsync(
        Func<HttpProxyOptions, HttpProxyOptions>? configure = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var log = new RecordedLog();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddRouting();
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        var options = new HttpProxyOptions { HttpPort = 0, HttpsPort = 0, ListenAddress = IPAddress.Loopback };
        builder.AddHttpProxy(configure?.Invoke(options) ?? options);
        var app = builder.Build();
        app.UseHttpProxy();
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new TestGateway(app) { Log = log, HttpPort = PortOf(addresses, "http://"), HttpsPort = PortOf(addresses, "https://") };
    }

    public async Task ApplyAsync(HttpState state) => await _target.ApplyAsync(new DesiredState { Http = state }, CancellationToken.None);

    public Task StopAsync(TimeSpan limit) => _app.StopAsync(new CancellationTokenSource(limit).Token);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static int PortOf(IEnumerable<string> addresses, string prefix) =>
        new Uri(addresses.First(address => address.StartsWith(prefix, StringComparison.Ordinal))).Port;
}
