using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy;

public sealed class ShutdownTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Requests_in_flight_are_finished_and_new_connections_refused(int version)
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await release.Task;
            await context.Response.WriteAsync("finished");
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient
        {
            DefaultRequestVersion = new(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var request = client.GetStringAsync(gateway.Http());
        await arrived.Task;

        var stopped = gateway.StopAsync(Limit);
        using var other = new HttpClient();
        await Eventually.IsTrue(() => IsRefusedAsync(other, gateway.Http()), "new connections are refused");
        Assert.False(stopped.IsCompleted);
        release.SetResult();

        Assert.Equal("finished", await request);
        await stopped;
    }

    [Theory]
    [InlineData(1, "ws")]
    [InlineData(2, "ws")]
    [InlineData(1, "wss")]
    [InlineData(2, "wss")]
    public async Task An_open_WebSocket_does_not_hold_up_the_end(int version, string scheme)
    {
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[1], context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new ClientWebSocket { Options = { HttpVersion = new(version, version == 1 ? 1 : 0), HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = TestTls.TrustAny("shop.test") });
        await client.ConnectAsync(new($"{scheme}://127.0.0.1:{(scheme == "ws" ? gateway.HttpPort : gateway.HttpsPort)}/"), invoker, CancellationToken.None);

        var started = Stopwatch.GetTimestamp();
        await gateway.StopAsync(Limit);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Limit / 3);
        await Assert.ThrowsAnyAsync<WebSocketException>(() => client.ReceiveAsync(new byte[1], CancellationToken.None));
    }

    [Fact]
    public async Task Idle_connections_do_not_hold_up_the_end()
    {
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var silent = new System.Net.Sockets.TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, gateway.HttpPort);
        using var client = new HttpClient();
        await client.GetStringAsync(gateway.Http());

        var started = Stopwatch.GetTimestamp();
        await gateway.StopAsync(Limit);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Limit / 3);
    }

    private static async Task<bool> IsRefusedAsync(HttpClient client, Uri address)
    {
        try
        {
            using var response = await client.GetAsync(address);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
