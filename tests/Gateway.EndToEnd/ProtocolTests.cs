using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.EndToEnd;

/// <summary>Whatever HTTP can carry passes through untouched.</summary>
public sealed class ProtocolTests
{
    private static async Task<RunningGateway> StartAsync(TestFolder folder, Upstream upstream, string appProtocol = "")
    {
        folder.Write("shop.yaml", Manifest.Service("shop", [upstream], appProtocol: appProtocol) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        return await RunningGateway.StartAsync(folder);
    }

    [Fact]
    public async Task Http2_with_prior_knowledge_is_served_on_the_clear_text_port()
    {
        await using var upstream = await Upstream.StartAsync("plain");
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream);
        using var client = LoopbackClient.Create(version: HttpVersion.Version20);

        using var response = await client.GetAsync(gateway.Http("shop.test"));

        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("plain", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_grpc_stream_keeps_its_messages_and_its_trailers()
    {
        await using var upstream = await Upstream.StartAsync("grpc", EchoWithTrailersAsync, HttpProtocols.Http2);
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream, "kubernetes.io/h2c");
        using var client = LoopbackClient.Create(version: HttpVersion.Version20);
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Http("shop.test", "/echo.Echo/Stream"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 3, 1, 2, 3]) { Headers = { ContentType = new("application/grpc") } },
        };
        request.Headers.TE.Add(new("trailers"));

        using var response = await client.SendAsync(request);

        Assert.Equal([0, 0, 0, 0, 3, 1, 2, 3], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));

        static async Task EchoWithTrailersAsync(HttpContext context)
        {
            Assert.Equal("trailers", context.Request.Headers.TE);
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Request.Body.CopyToAsync(context.Response.Body);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("kubernetes.io/ws")]
    public async Task A_websocket_carries_messages_both_ways_and_its_close(string appProtocol)
    {
        await using var upstream = await Upstream.StartAsync("socket", EchoSocketAsync);
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream, appProtocol);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", "shop.test");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.HttpPort}/chat"), default);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var buffer = new byte[100];
        var echoed = await socket.ReceiveAsync(buffer, default);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, echoed.Count));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);

        static async Task EchoSocketAsync(HttpContext context)
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            var received = new byte[100];
            while (await accepted.ReceiveAsync(received, default) is { MessageType: not WebSocketMessageType.Close } message)
                await accepted.SendAsync(received.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
            await accepted.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
        }
    }

    [Fact]
    public async Task Server_sent_events_arrive_one_by_one()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await Upstream.StartAsync("events", StreamAsync);
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream);
        using var client = LoopbackClient.Create();
        using var response = await client.GetAsync(gateway.Http("shop.test"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        for (var index = 0; index < 5; index++)
        {
            // The next event is only sent once the last has arrived: a proxy that gathers them would stand still here.
            next.Release();
            Assert.Equal($"data: {index}", await reader.ReadLineAsync());
            Assert.Equal("", await reader.ReadLineAsync());
        }

        async Task StreamAsync(HttpContext context)
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            for (var index = 0; index < 5; index++)
            {
                await next.WaitAsync();
                await context.Response.WriteAsync($"data: {index}\n\n");
                await context.Response.Body.FlushAsync();
            }
        }
    }

    [Fact]
    public async Task Large_bodies_stream_both_ways_unchanged()
    {
        var body = new byte[48 * 1024 * 1024];
        new Random(1).NextBytes(body);
        await using var upstream = await Upstream.StartAsync("large", AnswerAsync);
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream);
        using var client = LoopbackClient.Create();

        using var uploaded = await client.PostAsync(gateway.Http("shop.test"), new ByteArrayContent(body));
        var hashOfUpload = await uploaded.Content.ReadAsByteArrayAsync();
        await using var download = await client.GetStreamAsync(gateway.Http("shop.test"));
        var hashOfDownload = await SHA256.HashDataAsync(download);

        Assert.Equal(SHA256.HashData(body), hashOfUpload);
        Assert.Equal(SHA256.HashData(body), hashOfDownload);

        async Task AnswerAsync(HttpContext context)
        {
            if (HttpMethods.IsPost(context.Request.Method))
                await context.Response.Body.WriteAsync(await SHA256.HashDataAsync(context.Request.Body));
            else
                await context.Response.Body.WriteAsync(body);
        }
    }

    [Fact]
    public async Task An_https_backend_is_spoken_to_in_tls()
    {
        using var certificates = new TestCertificates();
        var (certificatePem, keyPem, _) = certificates.Issue("pod.test");
        using var pem = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(certificatePem, keyPem);
        using var certificate = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12(pem.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12), null);
        await using var upstream = await Upstream.StartAsync("secret", context => context.Response.WriteAsync(context.Request.Scheme), HttpProtocols.Http1AndHttp2, listen => listen.UseHttps(certificate));
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream, "https");
        using var client = LoopbackClient.Create();

        Assert.Equal("https", await client.GetStringAsync(gateway.Http("shop.test")));
    }

    [Fact]
    public async Task The_request_target_reaches_the_backend_as_the_client_wrote_it()
    {
        await using var upstream = await Upstream.StartAsync("raw", context =>
            context.Response.WriteAsync(context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget));
        using var folder = new TestFolder();
        await using var gateway = await StartAsync(folder, upstream);
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, gateway.HttpPort);
        var stream = socket.GetStream();

        await stream.WriteAsync("GET /a%2Fb/c%20d//e?q=%7B1%7D&r=a+b HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n"u8.ToArray());
        var answer = await new StreamReader(stream).ReadToEndAsync();

        Assert.Contains("/a%2Fb/c%20d//e?q=%7B1%7D&r=a+b", answer, StringComparison.Ordinal);
    }
}
