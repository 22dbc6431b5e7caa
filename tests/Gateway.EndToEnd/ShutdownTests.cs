using System.Net;
using System.Net.Sockets;

namespace Gateway.EndToEnd;

public sealed class ShutdownTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private Upstream _upstream = null!;
    private GatewayProcess _gateway = null!;
    private Client _client = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await Upstream.StartAsync("one");
        _folder.Write("shop.yaml", Manifest.Service("shop", _upstream.Port));
        _gateway = await GatewayProcess.ServeAsync(
            _folder,
            start => start.Environment["Gateway__ShutdownTimeout"] = "50s",
            "--manifests",
            "manifests");
        _client = new(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_request_in_flight_is_finished_and_the_exit_code_is_zero(string signal)
    {
        var answer = _client.GetAsync("shop.default.localhost", "/?wait");
        await _upstream.Arrived;

        _gateway.Signal(signal);
        await Eventually.IsTrue(() => !CanConnect(_gateway.HttpPort), () => "the gateway still takes connections");
        _upstream.Release();

        Assert.Equal((HttpStatusCode.OK, "one"), await answer);
        Assert.Equal(0, (await _gateway.ExitAsync()).Code);
    }

    [Fact]
    public async Task While_it_finishes_it_is_alive_and_not_ready()
    {
        using var health = new HttpClient { BaseAddress = _gateway.Health };
        Assert.Equal(HttpStatusCode.OK, (await health.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode);
        var answer = _client.GetAsync("shop.default.localhost", "/?wait");
        await _upstream.Arrived;

        _gateway.Interrupt();

        await Eventually.IsTrue(
            async () => (await health.GetAsync(new Uri("/readyz", UriKind.Relative))).StatusCode == HttpStatusCode.ServiceUnavailable,
            () => "the gateway stays ready");
        Assert.Equal(HttpStatusCode.OK, (await health.GetAsync(new Uri("/livez", UriKind.Relative))).StatusCode);
        _upstream.Release();
        Assert.Equal((HttpStatusCode.OK, "one"), await answer);
    }

    [Fact]
    public async Task Asked_twice_it_stops_at_once()
    {
        var answer = _client.GetAsync("shop.default.localhost", "/?wait");
        await _upstream.Arrived;
        _gateway.Interrupt();
        await Eventually.IsTrue(() => !CanConnect(_gateway.HttpPort), () => "the gateway still takes connections");

        _gateway.Interrupt();

        Assert.Equal(130, (await _gateway.ExitAsync()).Code);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Fact]
    public async Task With_nothing_in_flight_it_stops_without_being_asked_twice()
    {
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("shop.default.localhost")).Status);

        var exit = await _gateway.StopAsync();

        Assert.Equal((0, ""), (exit.Code, exit.Errors));
    }

    private static bool CanConnect(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
