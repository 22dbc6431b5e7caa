using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.HttpProxy.Forwarding;

public sealed class HeaderTests
{
    private const string Claims =
        "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: outer.test\r\nX-Forwarded-Port: 444\r\nForwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\n";

    [Fact]
    public async Task The_backend_is_told_who_asked_and_how()
    {
        var echo = await EchoAsync("");
        Assert.Equal("127.0.0.1", echo["X-Forwarded-For"]);
        Assert.Equal("http", echo["X-Forwarded-Proto"]);
        Assert.Equal("test:8080", echo["X-Forwarded-Host"]);
        Assert.Equal("8080", echo["X-Forwarded-Port"]);
        Assert.Equal("test:8080", echo["Host"]);
    }

    [Fact]
    public async Task Claims_of_a_client_that_is_no_trusted_proxy_are_replaced()
    {
        var echo = await EchoAsync(Claims, trusted: "10.0.0.0/8");
        Assert.Equal("127.0.0.1", echo["X-Forwarded-For"]);
        Assert.Equal("http", echo["X-Forwarded-Proto"]);
        Assert.Equal("test:8080", echo["X-Forwarded-Host"]);
        Assert.Equal("8080", echo["X-Forwarded-Port"]);
        Assert.False(echo.Has("Forwarded"));
        Assert.False(echo.Has("X-Real-IP"));
    }

    [Fact]
    public async Task Claims_of_a_trusted_proxy_are_kept_and_its_own_address_added()
    {
        var echo = await EchoAsync(Claims, trusted: "127.0.0.0/8");
        Assert.Equal("1.2.3.4, 127.0.0.1", echo["X-Forwarded-For"]);
        Assert.Equal("https", echo["X-Forwarded-Proto"]);
        Assert.Equal("outer.test", echo["X-Forwarded-Host"]);
        Assert.Equal("444", echo["X-Forwarded-Port"]);
        Assert.Equal("for=1.2.3.4", echo["Forwarded"]);
    }

    [Fact]
    public async Task An_IPv4_client_of_a_socket_for_both_families_is_called_by_its_IPv4_address()
    {
        var echo = await EchoAsync("", listen: IPAddress.IPv6Any);
        Assert.Equal("127.0.0.1", echo["X-Forwarded-For"]);
    }

    [Fact]
    public async Task A_request_without_an_id_gets_one_and_another_keeps_its_own()
    {
        Assert.Matches("^[0-9a-f]{16}$", (await EchoAsync(""))["X-Request-Id"]);
        Assert.Equal("abc", (await EchoAsync("X-Request-Id: abc\r\n"))["X-Request-Id"]);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("bell\u0007")]
    [InlineData("")]
    public async Task A_request_id_that_cannot_stand_in_a_log_is_replaced(string sent) =>
        Assert.Matches("^[0-9a-f]{16}$", (await EchoAsync($"X-Request-Id: {sent}\r\n"))["X-Request-Id"]);

    [Fact]
    public async Task What_belongs_to_the_connection_ends_here()
    {
        var echo = await EchoAsync("Connection: X-Mine, Host, Expires\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nProxy-Connection: x\r\nTE: trailers\r\nX-Other: 2\r\n");
        Assert.False(echo.Has("X-Mine"));
        Assert.False(echo.Has("Keep-Alive"));
        Assert.False(echo.Has("Proxy-Connection"));
        Assert.Equal("2", echo["X-Other"]);
        Assert.Equal("test:8080", echo["Host"]);
    }

    [Fact]
    public async Task Bytes_in_header_values_pass_unchanged_both_ways()
    {
        // "naïve" in UTF-8, as Latin-1 shows it.
        const string Value = "na\u00c3\u00afve";
        await using var upstream = await TestUpstream.StartAsync(
            context =>
            {
                context.Response.Headers["X-Back"] = context.Request.Headers["X-There"];
                return Task.CompletedTask;
            });
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));

        var response = await RawHttp.GetAsync(gateway.HttpPort, "/", $"X-There: {Value}\r\n");

        Assert.Contains($"X-Back: {Value}", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxied_answer_gets_no_headers_of_ours()
    {
        await using var upstream = await TestUpstream.StartAsync(context => context.Response.WriteAsync("x"));
        await using var gateway = await TestGateway.StartAsync();
        await gateway.ApplyAsync(States.To(upstream.Backend));
        using var client = new HttpClient();

        using var response = await client.GetAsync(gateway.Http());

        Assert.Equal(["Date", "Transfer-Encoding"], response.Headers.Select(header => header.Key).Order());
    }

    private static async Task<Echo> EchoAsync(string headers, string trusted = "192.0.2.0/24", IPAddress? listen = null)
    {
        await using var upstream = await TestUpstream.StartAsync(Echo.WriteAsync);
        await using var gateway = await TestGateway.StartAsync(options => options with
        {
            TrustedProxies = [IPNetwork.Parse(trusted)],
            ListenAddress = listen ?? IPAddress.Loopback,
        });
        await gateway.ApplyAsync(States.To(upstream.Backend));
        var connection = headers.Contains("Connection:", StringComparison.Ordinal) ? "" : "Connection: close\r\n";
        var response = await SendAsync(gateway.HttpPort, $"GET /x HTTP/1.1\r\nHost: test:8080\r\n{connection}{headers}\r\n");
        return Echo.Parse(response);
    }

    private static async Task<string> SendAsync(int port, string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        var length = 0;
        for (var line = await reader.ReadLineAsync(); line != ""; line = await reader.ReadLineAsync())
            if (line!.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = int.Parse(line.AsSpan(16), System.Globalization.CultureInfo.InvariantCulture);
        var body = new char[length];
        await reader.ReadBlockAsync(body);
        return new string(body);
    }
}
