using Gateway.Model;
using Gateway.Model.Resources;
using Endpoint = Gateway.Model.Resources.Endpoint;

namespace Gateway.Scale;

/// <summary>Many Services, each with one EndpointSlice and one Ingress with a host of its own, as Kubernetes objects.</summary>
internal sealed class SyntheticCluster(int services, int endpoints, int upstreamPort)
{
    private const string Namespace = "scale";
    private const string PortName = "http";

    private int _usedAddresses = services * endpoints;

    public int Services { get; } = services;

    public int UpstreamPort { get; } = upstreamPort;

    public static string HostOf(int service) => $"svc-{service}.scale.test";

    public IReadOnlyList<string> AddressesOf(int service) => LoopbackAddresses.Range(service * endpoints, endpoints);

    /// <summary>Addresses that no Service had before.</summary>
    public IReadOnlyList<string> FreshAddresses(int count)
    {
        var start = _usedAddresses;
        _usedAddresses += count;
        return LoopbackAddresses.Range(start, count);
    }

    public IEnumerable<KubernetesObject> Objects() =>
        Enumerable.Range(0, Services)
            .SelectMany(service => new KubernetesObject[]
            {
                Service(service),
                Slice(service, AddressesOf(service)),
                Ingress(service, HostOf(service)),
            });

    public static Service Service(int service) => new()
    {
        ApiVersion = "v1",
        Metadata = Meta(service),
        Spec = new() { Ports = [new() { Name = PortName, Port = 80 }] },
    };

    public EndpointSlice Slice(int service, IEnumerable<string> addresses) => new()
    {
        ApiVersion = "discovery.k8s.io/v1",
        Metadata = Meta(service) with { Labels = new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = NameOf(service) } },
        AddressType = "IPv4",
        Ports = [new() { Name = PortName, Port = UpstreamPort, Protocol = "TCP" }],
        Endpoints = [.. addresses.Select(address => new Endpoint { Addresses = [address], Conditions = new() { Ready = true } })],
    };

    public static Ingress Ingress(int service, string host) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Metadata = Meta(service),
        Spec = new() { IngressClassName = "yarp", Rules = [new() { Host = host, Http = new() { Paths = [PathTo(service)] } }] },
    };

    public static string NameOf(int service) => $"svc-{service}";

    private static HttpIngressPath PathTo(int service) => new()
    {
        Path = "/",
        PathType = "Prefix",
        Backend = new() { Service = new() { Name = NameOf(service), Port = new() { Name = PortName } } },
    };

    private static ObjectMeta Meta(int service) => new() { Name = NameOf(service), Namespace = Namespace };
}
