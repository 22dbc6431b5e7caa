using System.Net;
using System.Net.Sockets;
using Gateway.HttpProxy;
using Gateway.Model;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy;

public sealed class ErrorReplyTests
{
    [Fact]
    public async Task Where_nothing_is_routed_the_answer_is_404()
    {
        await using var gateway = await TestGateway.StartAsync();
        await AssertReplyAsync(gateway, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_route_without_a_cluster_answers_503()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(HttpState.Empty.WithHost("", States.Route("/", null)));
        await AssertReplyAsync(gateway, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_route_to_a_cluster_that_is_not_there_answers_503_until_it_is()
    {
        await using var upstream = await TestUpstream.SayingAsync("here");
        await using var gateway = await TestGateway.StartAsync();
        var state = HttpState.Empty.WithHost("", States.Route("/", "web"));
        await gateway.ApplyAsync(state);
        await AssertReplyAsync(gateway, HttpStatusCode.ServiceUnavailable);

        await gateway.ApplyAsync(state.WithCluster("web", upstream.Backend));

        using var client = new HttpClient();
        Assert.Equal("here", await client.GetStringAsync(gateway.Http()));
    }

    [Fact]
    public async Task A_cluster_without_backends_answers_503_and_the_log_says_why()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To().WithCluster(new HttpCluster(States.Name("web")) { NoBackendsReason = "every endpoint is terminating" }));
        var id = await AssertReplyAsync(gateway, HttpStatusCode.ServiceUnavailable);
        Assert.Contains(gateway.Log.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("every endpoint is terminating", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_every_weight_is_zero_the_answer_is_503()
    {
        await using var upstream = await TestUpstream.SayingAsync("x");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend with { Weight = 0 }));
        await AssertReplyAsync(gateway, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_backend_that_refuses_connections_gives_502_and_the_log_names_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var dead = new Backend("127.0.0.1", FreePort());
        await gateway.ApplyAsync(States.To(dead));
        var id = await AssertReplyAsync(gateway, HttpStatusCode.BadGateway);
        Assert.Contains(gateway.Log.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains(dead.Authority, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backend_that_hangs_up_without_an_answer_gives_502()
    {
        await using var upstream = await TestUpstream.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        await AssertReplyAsync(gateway, HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_backend_that_does_not_speak_HTTP_gives_502()
    {
        await using var upstream = await TestUpstream.StartAsync(_ => Task.CompletedTask, listener => listener.Use(_ => async connection =>
        {
            await connection.Transport.Output.WriteAsync("SSH-2.0-not-http\r\n"u8.ToArray());
        }));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        await AssertReplyAsync(gateway, HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_backend_that_does_not_answer_in_time_gives_504()
    {
        await using var upstream = await TestUpstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(options => options with { ActivityTimeout = TimeSpan.FromMilliseconds(200) });
        await gateway.ApplyAsync(States.To(upstream.Backend));
        await AssertReplyAsync(gateway, HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task A_backend_that_does_not_take_the_connection_in_time_gives_504()
    {
        using var full = new FullBacklog();
        await using var gateway = await TestGateway.StartAsync(options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        await gateway.ApplyAsync(States.To(new Backend("127.0.0.1", full.Port)));
        await AssertReplyAsync(gateway, HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task A_response_that_breaks_off_is_broken_off_at_the_client_too()
    {
        await using var upstream = await TestUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetStringAsync(gateway.Http()));
    }

    [Fact]
    public async Task A_gRPC_client_is_told_in_its_own_way()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To());
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Http("/pkg.Service/Method"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([]) { Headers = { ContentType = new("application/grpc") } },
        };
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("14", response.Headers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task HEAD_gets_the_headers_alone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var response = await RawHttp.SendAsync(gateway.HttpPort, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Equal(404, RawHttp.StatusOf(response));
        Assert.Equal("", RawHttp.BodyOf(response));
    }

    /// <summary>Every reply of ours looks the same. Returns the request's id.</summary>
    private static async Task<string> AssertReplyAsync(TestGateway gateway, HttpStatusCode status)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(gateway.Http("/some/path"));
        var text = await response.Content.ReadAsStringAsync();
        var id = response.Headers.GetValues("X-Request-Id").Single();
        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("gateway", response.Headers.Server.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(id, text, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 200);
        return id;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A port where connecting takes for ever, because nobody accepts and the backlog is full.</summary>
    private sealed class FullBacklog : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public FullBacklog()
        {
            var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(listener);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(0);
            Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            for (var i = 0; i < 8; i++)
            {
                var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _sockets.Add(filler);
                _ = filler.ConnectAsync(IPAddress.Loopback, Port).ContinueWith(task => task.Exception, TaskScheduler.Default);
            }
        }

        public int Port { get; }

        public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
    }
}
