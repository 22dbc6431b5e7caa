using System.Net;
using Gateway.HttpProxy;
using Gateway.KubernetesApi;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;

namespace Gateway.Configuration;

/// <summary>All that can be configured, checked. Each room gets its own part.</summary>
internal sealed record GatewayOptions
{
    public required SourceKind Source { get; init; }

    /// <summary>A folder or a file, as it was written.</summary>
    public required string Manifests { get; init; }

    public required KubernetesOptions Kubernetes { get; init; }

    public required LastKnownGoodOptions LastKnownGood { get; init; }

    public required StatusSettings Status { get; init; }

    public required string NodeName { get; init; }

    public required string ControllerName { get; init; }

    public required string IngressClass { get; init; }

    public required string LoadBalancerClass { get; init; }

    public required IReadOnlyList<IPNetwork> AddressPools { get; init; }

    public required HttpProxyOptions Http { get; init; }

    /// <summary>The domain under which Services answer as <c>service.namespace.domain</c>.</summary>
    public required string ServiceDomain { get; init; }

    public required Layer4Mode Layer4Mode { get; init; }

    /// <summary>Where pods are; empty where that is not known.</summary>
    public required IReadOnlyList<IPNetwork> PodNetworks { get; init; }

    /// <summary>Whether links of the node are to answer ARP for their own addresses alone.</summary>
    public required bool StrictArp { get; init; }

    /// <summary>Whether node ports on layer 4 are answered at 127.0.0.1 and [::1], too.</summary>
    public required bool LocalhostNodePorts { get; init; }

    /// <summary>How long the kernel remembers connections of layer 4 without packets; zero for what it has by itself.</summary>
    public required IpvsTimeouts Layer4Timeouts { get; init; }

    public required IPEndPoint DnsListen { get; init; }

    public required string DnsZone { get; init; }

    public required IPEndPoint AdminListen { get; init; }

    public required IPEndPoint HealthListen { get; init; }

    /// <summary>How long requests in flight may take to finish when the gateway stops.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    public TranslationOptions Translation => new()
    {
        ControllerName = ControllerName,
        IngressClass = IngressClass,
        LoadBalancerClass = LoadBalancerClass,
        NodeName = NodeName,
        ServiceDomain = ServiceDomain,
        ClusterZone = DnsZone,
        // An address of this machine's own loopback is of no use to a cluster.
        AddressPools = AddressPools
            .Where(pool => Source == SourceKind.Manifests || !IPAddress.IsLoopback(pool.BaseAddress))
            .Select(pool => pool.ToString())
            .ToValueArray(),
        ServesLayer4 = Layer4Mode == Layer4Mode.Ipvs,
        StandAlone = Source == SourceKind.Manifests,
    };
}

internal sealed record KubernetesOptions(string? Kubeconfig, string? Context, IReadOnlyList<string> Namespaces);

/// <param name="File">As it was written; null for the default of the place where the gateway runs, <see cref="None"/> for no such file.</param>
internal sealed record LastKnownGoodOptions(string? File, bool Secrets)
{
    public const string None = "none";

    /// <summary>Null where nothing is to be kept.</summary>
    public LastKnownGoodPlace? PlaceIn(ProcessEnvironment environment) => File switch
    {
        None => null,
        { } written => new(Path.GetFullPath(written, environment.CurrentDirectory), IsFolder: false, Secrets),
        null when environment.IsPod => new("/var/lib/gateway/last-known-good", IsFolder: false, Secrets),
        null => new(Path.Combine(environment.HomeDirectory, ".gateway", "last-known-good"), IsFolder: true, Secrets),
    };
}

/// <param name="PublishAddresses">IP addresses and host names.</param>
/// <param name="LeaseNamespace">Null for the gateway's own.</param>
internal sealed record StatusSettings(
    IReadOnlyList<string> PublishAddresses, NamespacedName? PublishService, string LeaseName, string? LeaseNamespace);
