using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Gateway.Demo;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Demo;

public sealed class EchoPagesTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private readonly WebApplication _app = SmallServer.Build(new(IPAddress.Loopback, 0));
    private IPEndPoint _address = new(IPAddress.Loopback, 0);

    public async ValueTask InitializeAsync()
    {
        _app.UseWebSockets();
        _app.Run(new EchoPages("echo-1", _app.Lifetime.ApplicationStopping).AnswerAsync);
        _address = await SmallServer.StartAsync(_app, _address, CancellationToken.None);
        _client.BaseAddress = new($"http://{_address}");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_delay_is_at_least_as_long_as_asked_for()
    {
        var started = Stopwatch.GetTimestamp();

        await _client.GetStringAsync(new Uri("/api/delay?ms=120", UriKind.Relative));

        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(110));
    }

    [Theory]
    [InlineData("/status?code=503", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/status?code=204", HttpStatusCode.NoContent)]
    [InlineData("/status?code=7", HttpStatusCode.OK)]
    [InlineData("/status", HttpStatusCode.OK)]
    public async Task A_status_is_answered_where_there_is_such_a_one(string path, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("echo-1", Assert.Single(answer.Headers.GetValues("X-Pod")));
    }

    [Fact]
    public async Task A_body_comes_back_as_it_was()
    {
        var body = new byte[300_000];
        Random.Shared.NextBytes(body);

        using var answer = await _client.PostAsync(new Uri("/body", UriKind.Relative), new ByteArrayContent(body));

        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Events_come_one_after_the_other()
    {
        using var reader = new StreamReader(await _client.GetStreamAsync(new Uri("/sse?ms=1", UriKind.Relative)));

        Assert.Equal("data: echo-1 1", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        Assert.Equal("data: echo-1 2", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_WebSocket_returns_what_it_gets()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"ws://{_address}/ws"), CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, true, CancellationToken.None);

        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Fact]
    public async Task A_request_that_upgrades_nothing_gets_the_plain_page()
    {
        Assert.StartsWith("Hello from echo-1", await _client.GetStringAsync(new Uri("/ws", UriKind.Relative)), StringComparison.Ordinal);
    }
}
