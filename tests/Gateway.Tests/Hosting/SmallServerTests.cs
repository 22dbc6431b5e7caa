using System.Net;
using System.Net.Sockets;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Hosting;

public sealed class SmallServerTests
{
    [Fact]
    public async Task Every_address_is_those_of_both_families()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        var everywhere = new IPEndPoint(IPAddress.IPv6Any, 0);
        await using var app = SmallServer.Build(everywhere);
        app.Run(_ => Task.CompletedTask);
        var address = await SmallServer.StartAsync(app, everywhere, TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        foreach (var host in new[] { "127.0.0.1", "[::1]" })
        {
            using var answer = await client.GetAsync(new Uri($"http://{host}:{address.Port}/"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_address_is_that_one_alone()
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        await using var app = SmallServer.Build(loopback);
        app.Run(_ => Task.CompletedTask);
        var address = await SmallServer.StartAsync(app, loopback, TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.2:{address.Port}/")));
    }
}
