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
