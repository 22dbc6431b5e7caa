using System.Net;
using System.Net.Sockets;
using Gateway.Model;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy.Clusters;

public sealed class RetryTests
{
    [Theory]
    [InlineData(LoadBalancingPolicyNames.RoundRobin)]
    [InlineData(LoadBalancingPolicyNames.LeastRequest)]
    [InlineData(LoadBalancingPolicyNames.Maglev)]
    public async Task A_request_that_meets_a_refused_connection_is_served_by_another_backend_with_its_body(string policy)
    {
        await using var upstream = await TestUpstream.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var gateway = await TestGateway.StartAsync();
        using var refusing = new RefusingPort();
        await gateway.ApplyAsync(States.To().WithCluster(new HttpCluster(States.Name("web"))
        {
            Backends = [refusing.Backend, upstream.Backend],
            LoadBalancing = Model.LoadBalancing.Default with { Policy = policy },
        }));
        using var client = new HttpClient();

        for (var i = 0; i < 20; i++)
        {
            using var response = await client.PostAsync(gateway.Http(), new StringContent($"body {i}"));
            Assert.Equal((HttpStatusCode.OK, $"body {i}"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task A_backend_that_keeps_refusing_is_left_out_and_comes_back()
    {
        await using var upstream = await TestUpstream.SayingAsync("up");
        await using var gateway = await TestGateway.StartAsync();
        using var refusing = new RefusingPort();
        await gateway.ApplyAsync(States.To(refusing.Backend, upstream.Backend));
        using var client = new HttpClient();
        for (var i = 0; i < 20; i++)
            await client.GetStringAsync(gateway.Http());

        Assert.Single(gateway.Log.Lines, line => line.Contains("left out", StringComparison.Ordinal));
        await using var back = await refusing.ReplaceAsync(context => context.Response.WriteAsync("back"));
        await Eventually.IsTrue(async () => await client.GetStringAsync(gateway.Http()) == "back", "it takes requests again");
    }

    [Fact]
    public async Task When_every_backend_refuses_the_client_is_told_once_all_were_tried()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var first = new RefusingPort();
        using var second = new RefusingPort();
        await gateway.ApplyAsync(States.To(first.Backend, second.Backend));
        using var client = new HttpClient();
        for (var i = 0; i < 6; i++)
        {
            using var response = await client.GetAsync(gateway.Http());
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_that_a_backend_has_seen_is_not_sent_again()
    {
        var seen = 0;
        RequestDelegate hangUp = context =>
        {
            Interlocked.Increment(ref seen);
            context.Abort();
            return Task.CompletedTask;
        };
        await using var first = await TestUpstream.StartAsync(hangUp);
        await using var second = await TestUpstream.StartAsync(hangUp);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(first.Backend, second.Backend));
        using var client = new HttpClient();

        using var response = await client.PostAsync(gateway.Http(), new StringContent("order one"));

        Assert.Equal((HttpStatusCode.BadGateway, 1), (response.StatusCode, seen));
    }

    /// <summary>A port where connections are refused, and nobody else listens.</summary>
    private sealed class RefusingPort : IDisposable
    {
        /// <summary>Bound, and not listening: the port stays ours.</summary>
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public RefusingPort()
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Backend = new("127.0.0.1", ((IPEndPoint)_socket.LocalEndPoint!).Port);
        }

        public Backend Backend { get; }

        public Task<TestUpstream> ReplaceAsync(RequestDelegate serve)
        {
            _socket.Dispose();
            return TestUpstream.StartAsync(serve, port: Backend.Port);
        }

        public void Dispose() => _socket.Dispose();
    }
}
