using System.Diagnostics;

namespace Gateway.EndToEnd;

public sealed class ShutdownLimitTests
{
    [Fact]
    public async Task A_request_that_does_not_end_holds_the_stop_up_to_the_limit_alone()
    {
        using var folder = new TestFolder();
        await using var upstream = await Upstream.StartAsync("one");
        folder.Write("shop.yaml", Manifest.Service("shop", upstream.Port));
        await using var gateway = await GatewayProcess.ServeAsync(
            folder, start => start.Environment["Gateway__ShutdownTimeout"] = "500ms", "--manifests", "manifests");
        using var client = new Client(gateway);
        var answer = client.GetAsync("shop.default.localhost", "/?wait");
        await upstream.Arrived;

        var started = Stopwatch.GetTimestamp();
        var exit = await gateway.StopAsync();

        Assert.Equal(0, exit.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }
}
