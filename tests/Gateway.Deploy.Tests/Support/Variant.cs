using System.Collections.Concurrent;

namespace Gateway.Deploy.Tests.Support;

/// <summary>One of the ways to install the gateway, rendered.</summary>
internal sealed record Variant(string Name, IReadOnlyList<KubernetesObject> Objects)
{
    public const string LoadBalancer = "loadbalancer";
    public const string NodePort = "nodeport";
    public const string NodePortIpvs = "nodeport-ipvs";
    public const string Namespaced = "namespaced";

    private static readonly ConcurrentDictionary<string, Task<IReadOnlyList<KubernetesObject>>> Renderings = new();

    public static TheoryData<string> All => [LoadBalancer, NodePort, NodePortIpvs, Namespaced];

    /// <summary>Those that read the whole cluster.</summary>
    public static TheoryData<string> ClusterWide => [LoadBalancer, NodePort, NodePortIpvs];

    /// <summary>The Deployment or the DaemonSet.</summary>
    public Workload Workload => new(Assert.Single(Objects, item => item.Kind is "Deployment" or "DaemonSet"));

    public Pod Pod => Workload.Pod;

    public static async Task<Variant> RenderAsync(string name) =>
        new(name, await Renderings.GetOrAdd(name, _ => Kubectl.KustomizeAsync(Path.Combine(Repository.Deploy, name))));

    public KubernetesObject Single(string kind) => Assert.Single(Objects, item => item.Kind == kind);

    public IEnumerable<KubernetesObject> OfKind(params string[] kinds) => Objects.Where(item => kinds.Contains(item.Kind));
}
