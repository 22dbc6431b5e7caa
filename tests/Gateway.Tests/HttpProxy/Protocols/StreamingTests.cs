using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Model;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.HttpProxy.Protocols;

public sealed class StreamingTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_large_body_goes_up_unchanged(int clientVersion)
    {
        const int Size = 64 * Megabyte;
        await using var upstream = await TestUpstream.StartAsync(async context =>
            await context.Response.Body.WriteAsync(await SHA256.HashDataAsync(context.Request.Body)));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Http())
        {
            Version = new(clientVersion, clientVersion == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new GeneratedContent(Size),
        };

        using var response = await client.SendAsync(request);

        Assert.Equal(GeneratedContent.HashOf(Size), await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_large_body_comes_down_unchanged(int clientVersion)
    {
        const int Size = 64 * Megabyte;
        await using var upstream = await TestUpstream.StartAsync(context => new GeneratedContent(Size).CopyToAsync(context.Response.Body));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient
        {
            DefaultRequestVersion = new(clientVersion, clientVersion == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        await using var body = await client.GetStreamAsync(gateway.Http());

        Assert.Equal(GeneratedContent.HashOf(Size), await SHA256.HashDataAsync(body));
    }

    [Fact]
    public async Task What_the_client_does_not_read_is_not_read_from_the_backend_either()
    {
        const int Size = 64 * Megabyte;
        var sent = 0;
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            var block = new byte[65536];
            for (; sent < Size; sent += block.Length)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient();
        await using var body = await client.GetStreamAsync(gateway.Http());
        await body.ReadExactlyAsync(new byte[1]);

        var last = -1;
        await Eventually.IsTrue(() => last == (last = Volatile.Read(ref sent)) && last > 0, "the backend stands still", TimeSpan.FromMilliseconds(300));

        Assert.InRange(last, 1, Size / 2);
    }

    [Fact]
    public async Task An_event_reaches_the_client_before_the_next_is_sent()
    {
        var received = new SemaphoreSlim(0);
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
                await received.WaitAsync(context.RequestAborted);
            }
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };

        using var response = await client.GetAsync(gateway.Http(), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"data: {i}", await reader.ReadLineAsync());
            Assert.Equal("", await reader.ReadLineAsync());
            received.Release();
        }
        Assert.Null(await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData(UpstreamProtocol.Http2Cleartext)]
    [InlineData(UpstreamProtocol.Https)]
    public async Task A_call_of_gRPC_s_kind_streams_both_ways_at_once_and_ends_with_trailers(UpstreamProtocol protocol)
    {
        await using var upstream = await TestUpstream.StartAsync(EchoMessagesAsync, listener => Configure(listener, protocol));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(protocol, upstream.Backend));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        var outgoing = new PushContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Http("/pkg.Service/Method"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = outgoing,
            Headers = { { "TE", "trailers" } },
        };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var incoming = await response.Content.ReadAsStreamAsync();
        for (byte i = 1; i <= 3; i++)
        {
            await outgoing.WriteAsync([i, i]);
            var message = new byte[2];
            await incoming.ReadExactlyAsync(message);
            Assert.Equal([i, i], message);
        }
        outgoing.Complete();
        Assert.Equal(0, await incoming.ReadAsync(new byte[1]));

        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal("HTTP/2 trailers", response.Headers.GetValues("X-Seen").Single());
    }

    [Fact]
    public async Task A_body_announced_with_expect_100_is_asked_for_only_when_the_backend_wants_it()
    {
        await using var upstream = await TestUpstream.StartAsync(context =>
        {
            if (context.Request.Path == "/yes")
                return context.Request.Body.CopyToAsync(context.Response.Body);
            context.Response.StatusCode = 413;
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await AnnounceAsync(gateway, "/no"));
        Assert.Equal("HTTP/1.1 100 Continue", await AnnounceAsync(gateway, "/yes"));
    }

    /// <summary>Sends the headers of a request with a body. Returns the first line of the answer.</summary>
    private static async Task<string?> AnnounceAsync(TestGateway gateway, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.HttpPort);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync();
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_request_at_the_backend()
    {
        var aborted = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            arrived.SetResult();
            await aborted.Task;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var leave = new CancellationTokenSource();
        var request = client.GetAsync(gateway.Http(), leave.Token);
        await arrived.Task;

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Eventually.IsTrue(() => gateway.Log.Lines.Any(line => line.Contains("ended early", StringComparison.Ordinal)), "it is logged");
        Assert.DoesNotContain(gateway.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task An_answer_without_a_body_ends_with_its_headers(string method, int status)
    {
        await using var upstream = await TestUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            if (status == 200)
                context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.SendAsync(gateway.HttpPort, $"{method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, RawHttp.StatusOf(response));
        Assert.Equal("", RawHttp.BodyOf(response));
        Assert.Equal(status == 200, response.Contains("Content-Length: 1234", StringComparison.Ordinal));
    }

    private static async Task EchoMessagesAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["X-Seen"] = $"{context.Request.Protocol} {context.Request.Headers.TE}";
        await context.Response.Body.FlushAsync();
        var buffer = new byte[16];
        for (int count; (count = await context.Request.Body.ReadAsync(buffer)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
            await context.Response.Body.FlushAsync();
        }
        context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
    }

    private static void Configure(ListenOptions listener, UpstreamProtocol protocol)
    {
        listener.Protocols = HttpProtocols.Http2;
        if (protocol == UpstreamProtocol.Https)
            TestTls.Use(listener);
    }
}
