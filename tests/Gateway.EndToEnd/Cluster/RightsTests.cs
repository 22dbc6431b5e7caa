using System.ComponentModel;
using System.Diagnostics;
using static Gateway.EndToEnd.Cluster.ClusterObjects;

namespace Gateway.EndToEnd.Cluster;

/// <summary>The account that is installed, and nothing else, is what the gateway works with.</summary>
public sealed class RightsTests
{
    [Theory]
    [InlineData("loadbalancer")]
    [InlineData("nodeport")]
    public async Task The_rights_that_are_installed_are_all_that_is_asked_for(string variant)
    {
        var rendered = await RenderAsync(variant);
        await using var cluster = await TestCluster.StartAsync(new() { RoleBasedAccess = true });
        cluster.Server.Apply(rendered);
        cluster.Server.WriteKubeconfig(cluster.Kubeconfig, cluster.Server.IssueServiceAccountToken("yarp-gateway", "yarp-gateway"));
        cluster.Apply(Service("web", ", annotations: { yarp-gateway.io/load-balancing: fastest }"), Ingress("web.test", "web"));

        await cluster.ServeAsync(("Status:PublishAddresses", "192.0.2.10"), ("Status:LeaseNamespace", "yarp-gateway"), ("NodeName", "node-1"));

        await Eventually.IsTrue(() => cluster.Server.Get("Ingress", "shop", "web")?["status"]?["loadBalancer"]?["ingress"] is not null);
        await Eventually.IsTrue(() => cluster.Server.List("Event").Count > 0);
        Assert.DoesNotContain(cluster.Server.Requests.All, request => request.Status is 401 or 403);
    }

    private static async Task<string> RenderAsync(string variant)
    {
        try
        {
            var start = new ProcessStartInfo("kubectl", ["kustomize", Path.Combine(Repository.Root, "deploy", variant)]) { RedirectStandardOutput = true, UseShellExecute = false };
            using var kubectl = Process.Start(start)!;
            var rendered = await kubectl.StandardOutput.ReadToEndAsync();
            await kubectl.WaitForExitAsync();
            Assert.Equal(0, kubectl.ExitCode);
            return rendered;
        }
        catch (Win32Exception)
        {
            Assert.Skip("kubectl is not installed: it renders the variants of deploy/");
            throw;
        }
    }
}
