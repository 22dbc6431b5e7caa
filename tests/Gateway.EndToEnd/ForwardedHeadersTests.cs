using Microsoft.AspNetCore.Http;

namespace Gateway.EndToEnd;

/// <summary>A backend learns who asked, and by what name.</summary>
public sealed class ForwardedHeadersTests
{
    private static readonly string[] Names = ["Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port"];

    private static Task DescribeAsync(HttpContext context) =>
        context.Response.WriteAsync(string.Join('\n', Names.Select(name => $"{name}={context.Request.Headers[name]}")));

    private static async Task<string[]> AskAsync(params (string, string)[] settings)
    {
        await using var upstream = await Upstream.StartAsync("describe", DescribeAsync);
        using var folder = new TestFolder().With("shop.yaml", Manifest.Service("shop", [upstream]) + "---\n" + Manifest.Ingress("shop.test", "shop"));
        await using var gateway = await RunningGateway.StartAsync(folder, settings);
        using var client = LoopbackClient.Create();
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Http("shop.test"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "public.example");
        request.Headers.Add("X-Forwarded-Port", "443");
        using var response = await client.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal($"Host=shop.test:{gateway.HttpPort}", lines[0]);
        return [.. lines.Skip(1).Select(line => line.Replace($"{gateway.HttpPort}", "PORT", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task What_a_stranger_claims_is_replaced() =>
        Assert.Equal(["X-Forwarded-For=127.0.0.1", "X-Forwarded-Proto=http", "X-Forwarded-Host=shop.test:PORT", "X-Forwarded-Port=PORT"], await AskAsync());

    [Fact]
    public async Task What_a_trusted_proxy_says_is_kept() =>
        Assert.Equal(
            ["X-Forwarded-For=203.0.113.9, 127.0.0.1", "X-Forwarded-Proto=https", "X-Forwarded-Host=public.example", "X-Forwarded-Port=443"],
            await AskAsync(("Http:TrustedProxies:0", "127.0.0.0/8")));
}
