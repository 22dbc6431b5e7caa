namespace Gateway.Tests.HttpProxy.Forwarding;

public sealed class TargetForwardingTests
{
    [Theory]
    [InlineData("/a/b?c=d", "/a/b?c=d")]
    [InlineData("/group%2Fproject//x/%41?q=%20&r=a/../b#f", "/group%2Fproject//x/%41?q=%20&r=a/../b#f")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/secret/../open/x?y", "/open/x?y")]
    [InlineData("/secret/%2e%2e/open", "/open")]
    [InlineData("http://test/a/b?c", "/a/b?c")]
    public async Task The_backend_sees_the_target_that_was_sent_or_matched(string sent, string seen)
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.GetAsync(gateway.HttpPort, sent);

        Assert.Equal(seen, Echo.Parse(RawHttp.BodyOf(response)).Target);
    }

    [Theory]
    [InlineData("/open/..%2fsecret")]
    [InlineData("/open%2f..%2f..%2fsecret")]
    [InlineData("/open/..\\secret")]
    [InlineData("/open/a\rX-Injected: 1")]
    public async Task What_could_lead_elsewhere_at_the_backend_is_refused(string target)
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.GetAsync(gateway.HttpPort, target);

        Assert.Equal(400, RawHttp.StatusOf(response));
        Assert.Equal(0, upstream.Accepted);
    }

    [Fact]
    public async Task A_path_is_routed_by_what_its_dot_segments_lead_to()
    {
        await using var open = await TestUpstream.SayingAsync("open");
        await using var secret = await TestUpstream.SayingAsync("secret");
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(Model.HttpState.Empty
            .WithCluster("open", open.Backend)
            .WithCluster("secret", secret.Backend)
            .WithHost("test", States.Route("/open", "open"), States.Route("/secret", "secret")));

        Assert.Contains("secret", RawHttp.BodyOf(await RawHttp.GetAsync(gateway.HttpPort, "/open/../secret")), StringComparison.Ordinal);
        Assert.Equal(404, RawHttp.StatusOf(await RawHttp.GetAsync(gateway.HttpPort, "/open/../other")));
    }

    [Fact]
    public async Task OPTIONS_of_the_server_itself_is_answered_here()
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.SendAsync(gateway.HttpPort, "OPTIONS * HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");

        Assert.Equal(204, RawHttp.StatusOf(response));
        Assert.Equal(0, upstream.Accepted);
    }

    [Fact]
    public async Task A_tunnel_is_refused()
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.SendAsync(gateway.HttpPort, "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\nConnection: close\r\n\r\n");

        Assert.Equal(405, RawHttp.StatusOf(response));
        Assert.Equal(0, upstream.Accepted);
    }
}
