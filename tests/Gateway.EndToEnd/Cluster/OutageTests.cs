using System.Net;
using static Gateway.EndToEnd.Cluster.ClusterObjects;

namespace Gateway.EndToEnd.Cluster;

/// <summary>The API server comes and goes; the traffic stays.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Traffic_and_readiness_outlive_the_API_server_and_what_was_missed_is_made_up_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pods = await Pod.StartAsync(2);
        cluster.Apply(Service("web"), Slice("web", pods[0]), Ingress("web.test", "web"));
        var gateway = await cluster.ServeAsync();
        using var client = new Client(gateway);
        await client.UntilAsync("web.test", HttpStatusCode.OK, pods[0].Address);

        await cluster.Server.GoAwayAsync();
        await Eventually.IsTrue(async () => (await TestCluster.ReadyAsync(gateway)).Text.Contains("has not been followed for", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await TestCluster.ReadyAsync(gateway)).Status);
        Assert.Equal((HttpStatusCode.OK, pods[0].Address), await client.GetAsync("web.test"));
        await gateway.UntilSaysAsync("cannot follow the API server");

        cluster.Apply(Slice("web", pods[1]));
        cluster.Server.LoseHistory();
        await cluster.Server.ComeBackAsync();
        await client.UntilAsync("web.test", HttpStatusCode.OK, pods[1].Address);
        await gateway.UntilSaysAsync("following the API server again");
        await Task.WhenAll(pods.Select(pod => pod.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_gateway_that_starts_without_its_API_server_serves_what_was_known_and_then_what_is()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pods = await Pod.StartAsync(2);
        cluster.Apply(Service("web"), Slice("web", pods[0]), Ingress("web.test", "web"), Service("old"), Ingress("old.test", "old"));
        var file = Path.Combine(cluster.Folder.Path, "state", "last-known-good");
        var first = await cluster.ServeAsync(("LastKnownGood:File", file));
        using (var client = new Client(first))
            await client.UntilAsync("web.test", HttpStatusCode.OK, pods[0].Address);
        Assert.Equal(0, (await first.StopAsync()).Code);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await cluster.Server.GoAwayAsync();
        cluster.Server.Delete("Ingress", "shop", "old");
        cluster.Apply(Slice("web", pods[1]));

        var second = await cluster.ServeAsync(("LastKnownGood:File", file));
        using var again = new Client(second);
        Assert.Equal((HttpStatusCode.OK, pods[0].Address), await again.GetAsync("web.test"));
        Assert.Equal(HttpStatusCode.OK, (await TestCluster.ReadyAsync(second)).Status);
        await second.UntilSaysAsync("beginning with what was known");

        await cluster.Server.ComeBackAsync();
        await again.UntilAsync("web.test", HttpStatusCode.OK, pods[1].Address);
        await again.UntilAsync("old.test", HttpStatusCode.NotFound);
        await Task.WhenAll(pods.Select(pod => pod.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_kubeconfig_that_cannot_be_used_is_told_with_its_file_and_field()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(file, "apiVersion: v1\nkind: Config\ncurrent-context: dev\ncontexts: [{ name: dev, context: { cluster: nowhere, user: me } }]\nusers: [{ name: me, user: { token: s3cret } }]\n");

        var exit = await GatewayProcess.RunAsync(folder, null, "--kubeconfig", file);

        Assert.Equal(6, exit.Code);
        Assert.Contains(file, exit.Errors, StringComparison.Ordinal);
        Assert.Contains("nowhere", exit.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", exit.Errors + exit.Output, StringComparison.Ordinal);
    }
}
