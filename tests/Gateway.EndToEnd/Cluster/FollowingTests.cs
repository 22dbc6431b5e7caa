using System.Net;
using static Gateway.EndToEnd.Cluster.ClusterObjects;

namespace Gateway.EndToEnd.Cluster;

/// <summary>What is in the cluster is what is served.</summary>
public sealed class FollowingTests
{
    [Fact]
    public async Task An_ingress_is_served_from_pods_as_soon_as_it_is_there()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var pod = await Pod.StartAsync();
        var gateway = await cluster.ServeAsync();
        using var client = new Client(gateway);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("web.test")).Status);

        cluster.Apply(Service("web"), Ingress("web.test", "web"));
        await client.UntilAsync("web.test", HttpStatusCode.ServiceUnavailable);
        cluster.Apply(Slice("web", pod));
        await client.UntilAsync("web.test", HttpStatusCode.OK, pod.Address);
        cluster.Server.Delete("Ingress", "shop", "web");
        await client.UntilAsync("web.test", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pods_come_and_go_under_load_and_no_request_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pods = await Pod.StartAsync(4);
        cluster.Apply(Service("web"), Ingress("web.test", "web"), Slice("web", pods[..2]));
        var gateway = await cluster.ServeAsync();
        using var http = LoopbackClient.Create();
        await using var load = new SteadyLoad(http, new($"http://web.test:{gateway.HttpPort}/"));
        await load.PassAsync(50);

        for (var round = 0; round < 12; round++)
        {
            cluster.Apply(Slice("web", pods[round % 4], pods[(round + 1) % 4]));
            if (round % 4 == 3)
                cluster.Server.Faults.CutWatchesInNextEvent();
            await load.PassAsync(50);
        }
        await Eventually.IsTrue(() => load.Answers.Count == 4, "every pod has answered");
        await load.StopAsync();

        Assert.Empty(load.Failures);
        await Task.WhenAll(pods.Select(pod => pod.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_certificate_comes_from_a_secret_and_is_renewed()
    {
        using var certificates = new TestCertificates();
        var (before, after) = (certificates.Issue("web.test"), certificates.Issue("web.test"));
        await using var cluster = await TestCluster.StartAsync();
        await using var pod = await Pod.StartAsync();
        cluster.Apply(Service("web"), Slice("web", pod), Ingress("web.test", "web", "web-tls"));
        var gateway = await cluster.ServeAsync();

        cluster.Apply(Secret("web-tls", before.Certificate, before.Key));
        await Eventually.IsTrue(async () => await SerialNumberAsync(gateway, certificates) == before.SerialNumber);
        cluster.Apply(Secret("web-tls", after.Certificate, after.Key));
        await Eventually.IsTrue(async () => await SerialNumberAsync(gateway, certificates) == after.SerialNumber);
    }

    [Fact]
    public async Task One_namespace_is_served_with_the_rights_to_it_alone()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var pod = await Pod.StartAsync();
        using var forbidden = cluster.Server.Faults.Forbid(request => request is { Verb: "list" or "watch", Namespace: not "shop" });
        cluster.Apply(Service("web"), Slice("web", pod), Ingress("web.test", "web"));
        var gateway = await cluster.ServeAsync(("Kubernetes:Namespaces", "shop"));
        using var client = new Client(gateway);

        await client.UntilAsync("web.test", HttpStatusCode.OK, pod.Address);
        Assert.Equal(HttpStatusCode.OK, (await TestCluster.ReadyAsync(gateway)).Status);
    }

    [Fact]
    public async Task Credentials_that_rotate_interrupt_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var pod = await Pod.StartAsync();
        var (token, old) = (Path.Combine(cluster.Folder.Path, "token"), cluster.Server.IssueToken("gateway"));
        await File.WriteAllTextAsync(token, old);
        var kubeconfig = await File.ReadAllTextAsync(cluster.Kubeconfig);
        await File.WriteAllTextAsync(cluster.Kubeconfig, kubeconfig.Replace($"token: {cluster.Server.Token}", $"tokenFile: {token}", StringComparison.Ordinal));
        Assert.Contains("tokenFile", await File.ReadAllTextAsync(cluster.Kubeconfig), StringComparison.Ordinal);
        var gateway = await cluster.ServeAsync();
        using var client = new Client(gateway);

        await File.WriteAllTextAsync(token, cluster.Server.IssueToken("gateway"));
        cluster.Server.RevokeToken(old);
        cluster.Server.RotateCertificate();
        cluster.Server.Faults.ResetConnections();
        cluster.Apply(Service("web"), Slice("web", pod), Ingress("web.test", "web"));

        await client.UntilAsync("web.test", HttpStatusCode.OK, pod.Address);
        Assert.DoesNotContain(old, gateway.Output, StringComparison.Ordinal);
    }

    private static async Task<string?> SerialNumberAsync(GatewayProcess gateway, TestCertificates certificates)
    {
        string? serialNumber = null;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new()
            {
                TargetHost = "web.test",
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    serialNumber = certificate?.GetSerialNumberString();
                    return certificates is not null;
                },
            },
        };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{gateway.HttpsPort}/") { Headers = { Host = "web.test" } };
        try
        {
            using var answer = await http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            // No certificate for that name yet.
        }
        return serialNumber;
    }
}
