using System.Net;
using System.Net.WebSockets;
using System.Text;
using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.HttpProxy.Protocols;

public sealed class WebSocketTests
{
    [Theory]
    [InlineData(1, UpstreamProtocol.Http1)]
    [InlineData(2, UpstreamProtocol.Http1)]
    [InlineData(1, UpstreamProtocol.Http1OverTls)]
    [InlineData(2, UpstreamProtocol.Http1OverTls)]
    [InlineData(1, UpstreamProtocol.Https)]
    [InlineData(2, UpstreamProtocol.Https)]
    public async Task A_WebSocket_echoes_and_closes(int version, UpstreamProtocol protocol)
    {
        await using var upstream = await TestUpstream.StartAsync(EchoAsync, listener => Configure(listener, protocol));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(protocol, upstream.Backend));
        using var socket = Create(version);
        await ConnectAsync(socket, gateway);

        Assert.Equal("chat", socket.SubProtocol);
        for (var i = 0; i < 3; i++)
            Assert.Equal($"HTTP/1.1 message {i}", await ExchangeAsync(socket, $"message {i}"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (socket.CloseStatus!.Value, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_silent_WebSocket_outlives_the_timeout_of_requests()
    {
        await using var upstream = await TestUpstream.StartAsync(EchoAsync);
        // Long enough for the upgrade itself on a busy machine.
        var timeout = TimeSpan.FromSeconds(1);
        await using var gateway = await TestGateway.StartAsync(options => options with { ActivityTimeout = timeout });
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var socket = Create(1);
        await ConnectAsync(socket, gateway);
        // The silence is what is asked about, so it has to pass.
        await Task.Delay(timeout * 3);
        Assert.Equal("HTTP/1.1 still here", await ExchangeAsync(socket, "still here"));
    }

    [Fact]
    public async Task A_backend_that_never_answers_an_upgrade_gives_504_in_the_time_of_requests()
    {
        await using var upstream = await TestUpstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(options => options with { ActivityTimeout = TimeSpan.FromMilliseconds(200) });
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var socket = Create(1);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(socket, gateway));
        Assert.Equal(HttpStatusCode.GatewayTimeout, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_large_message_arrives_whole(int version)
    {
        const int Size = 8 << 20;
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("chat");
            var received = await ReceiveAllAsync(socket);
            await socket.SendAsync(received, WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var socket = Create(version);
        await ConnectAsync(socket, gateway);
        var message = Enumerable.Range(0, Size).Select(i => (byte)(i * 7 >> 5)).ToArray();

        await socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None);

        Assert.Equal(message, await ReceiveAllAsync(socket));
    }

    [Fact]
    public async Task A_refusal_of_the_backend_reaches_the_client()
    {
        await using var upstream = await TestUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var socket = Create(1);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(socket, gateway));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_WebSocket_goes_on_after_its_destination_was_removed()
    {
        await using var upstream = await TestUpstream.StartAsync(EchoAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var socket = Create(1);
        await ConnectAsync(socket, gateway);
        await gateway.ApplyAsync(HttpState.Empty);
        Assert.Equal("HTTP/1.1 still here", await ExchangeAsync(socket, "still here"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await Eventually.IsTrue(() => upstream.Open == 0, "the connection is closed with the WebSocket");
    }

    private static ClientWebSocket Create(int version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new(version, version == 1 ? 1 : 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.AddSubProtocol("chat");
        return socket;
    }

    private static Task ConnectAsync(ClientWebSocket socket, TestGateway gateway) =>
        socket.ConnectAsync(new($"ws://127.0.0.1:{gateway.HttpPort}/chat"), new HttpMessageInvoker(new SocketsHttpHandler()), CancellationToken.None);

    private static async Task<string> ExchangeAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[256];
        var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static async Task<byte[]> ReceiveAllAsync(WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[65536];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
                return message.ToArray();
        }
    }

    /// <summary>Sends each message back, after the protocol that the handshake came by.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("chat");
        var buffer = new byte[256];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(result.CloseStatus!.Value, result.CloseStatusDescription, CancellationToken.None);
                return;
            }
            var text = $"{context.Request.Protocol} {Encoding.UTF8.GetString(buffer, 0, result.Count)}";
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }

    private static void Configure(ListenOptions listener, UpstreamProtocol protocol)
    {
        listener.Protocols = protocol == UpstreamProtocol.Http1 ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (protocol != UpstreamProtocol.Http1)
            TestTls.Use(listener);
    }
}
