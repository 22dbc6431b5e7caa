using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Model;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.HttpProxy.Protocols;

public sealed class ClearTextTests
{
    [Theory]
    [InlineData(1, UpstreamProtocol.Http1, "HTTP/1.1")]
    [InlineData(2, UpstreamProtocol.Http1, "HTTP/1.1")]
    [InlineData(1, UpstreamProtocol.Http2Cleartext, "HTTP/2")]
    [InlineData(2, UpstreamProtocol.Http2Cleartext, "HTTP/2")]
    [InlineData(1, UpstreamProtocol.Https, "HTTP/2")]
    [InlineData(2, UpstreamProtocol.Https, "HTTP/2")]
    [InlineData(1, UpstreamProtocol.Http1OverTls, "HTTP/1.1")]
    [InlineData(2, UpstreamProtocol.Http1OverTls, "HTTP/1.1")]
    public async Task Each_version_of_the_client_meets_each_protocol_of_the_backend(int version, UpstreamProtocol protocol, string seen)
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync, listener => Configure(listener, protocol));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(protocol, upstream.Backend));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Http("/x?y"))
        {
            Version = new(version, version == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request);

        Assert.Equal(version, response.Version.Major);
        var echo = Echo.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((seen, "/x?y", $"127.0.0.1:{gateway.HttpPort}"), (echo.Protocol, echo.Target, echo["Host"]));
        Assert.Equal("127.0.0.1", echo["X-Forwarded-For"]);
    }

    [Fact]
    public async Task A_request_that_trickles_in_byte_by_byte_is_served_and_holds_up_nobody()
    {
        await using var upstream = await TestUpstream.SayingAsync("served");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, gateway.HttpPort);
        slow.NoDelay = true;
        using var client = new HttpClient();

        // Begins like the HTTP/2 preface for two letters.
        foreach (var letter in "PROPFIND / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        {
            await slow.GetStream().WriteAsync(new[] { (byte)letter });
            if (letter == 'R')
                Assert.Equal("served", await client.GetStringAsync(gateway.Http()));
        }

        using var reader = new StreamReader(slow.GetStream(), Encoding.Latin1);
        Assert.Contains("served", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_closed_before_its_first_byte_leaves_no_trace_in_the_log()
    {
        await using var gateway = await TestGateway.StartAsync();
        using (var client = new TcpClient())
            await client.ConnectAsync(IPAddress.Loopback, gateway.HttpPort);
        Assert.Equal(404, RawHttp.StatusOf(await RawHttp.GetAsync(gateway.HttpPort, "/")));
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("xception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_streams_share_one_connection_with_prior_knowledge()
    {
        await using var upstream = await TestUpstream.SayingAsync("served");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var bodies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetStringAsync(gateway.Http())));
        Assert.All(bodies, body => Assert.Equal("served", body));
    }

    private static void Configure(ListenOptions listener, UpstreamProtocol protocol)
    {
        listener.Protocols = protocol switch
        {
            UpstreamProtocol.Http2Cleartext => HttpProtocols.Http2,
            UpstreamProtocol.Https or UpstreamProtocol.Http1OverTls => HttpProtocols.Http1AndHttp2,
            _ => HttpProtocols.Http1,
        };
        if (protocol is UpstreamProtocol.Https or UpstreamProtocol.Http1OverTls)
            TestTls.Use(listener);
    }
}
