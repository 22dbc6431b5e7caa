using Gateway.Model;
using Gateway.Model.Resources;
using Endpoint = Gateway.Model.Resources.Endpoint;

namespace Gateway.Tests.Reconciliation;

/// <summary>Snapshots of any size, with every kind in them.</summary>
internal static class KeptStates
{
    public const string Password = "s3cr3t";

    public static ResourceSnapshot Of(int services, int endpoints = 2, string suffix = "") => ResourceSnapshot.Of(Objects(services, endpoints, suffix));

    private static IEnumerable<KubernetesObject> Objects(int services, int endpoints, string suffix)
    {
        yield return new Node { Metadata = Meta("", $"node{suffix}") with { Labels = Labels(Node.ZoneLabel, "zone-a") }, Status = new() { Addresses = [new() { Type = "InternalIP", Address = "10.1.0.1" }] } };
        yield return new NamespaceResource { Metadata = Meta("", "team") };
        yield return new IngressClass { Metadata = Meta("", "yarp"), Spec = new() { Controller = "yarp-gateway.io/controller" } };
        yield return new Secret { Metadata = Meta("team", "tls"), Type = Secret.TlsType, Data = new Dictionary<string, string> { [Secret.PrivateKeyKey] = Password } };
        for (var number = 0; number < services; number++)
        {
            var name = $"service-{number}{suffix}";
            yield return new Service
            {
                ApiVersion = "v1",
                Metadata = Meta("team", name) with { Annotations = Labels("yarp-gateway.io/note", "Grüße \"und\" \n<mehr>") },
                Spec = new() { Type = "ClusterIP", ClusterIP = $"10.96.{number / 250}.{number % 250}", Ports = [new() { Name = "http", Port = 80, TargetPort = new("web") }, new() { Name = "s", Port = 443, TargetPort = new(8443) }] },
            };
            yield return Slice(name, number, endpoints);
            if (number % 10 == 0)
                yield return Ingress(name);
        }
    }

    private static EndpointSlice Slice(string service, int number, int endpoints) => new()
    {
        ApiVersion = "discovery.k8s.io/v1",
        Metadata = Meta("team", $"{service}-x7k2p") with { Labels = Labels(EndpointSlice.ServiceNameLabel, service) },
        AddressType = "IPv4",
        Ports = [new() { Name = "http", Port = 8080, Protocol = "TCP" }],
        Endpoints =
        [
            .. Enumerable.Range(number * endpoints, endpoints).Select(index => new Endpoint
            {
                Addresses = [$"10.{index / 65025 % 255}.{index / 255 % 255}.{index % 255}"],
                Conditions = new() { Ready = true, Serving = true, Terminating = false },
                NodeName = $"node-{index % 100}",
                Zone = $"zone-{index % 3}",
                TargetRef = new() { Kind = "Pod", Namespace = "team", Name = $"{service}-5d8f7c9b4-{index:x5}" },
            }),
        ],
    };

    private static Ingress Ingress(string service) => new()
    {
        Metadata = Meta("team", service),
        Spec = new()
        {
            IngressClassName = "yarp",
            Rules = [new() { Host = $"{service}.test", Http = new() { Paths = [new() { Path = "/", PathType = "Prefix", Backend = new() { Service = new() { Name = service, Port = new() { Number = 80 } } } }] } }],
        },
    };

    private static ObjectMeta Meta(string space, string name) => new()
    {
        Namespace = space,
        Name = name,
        Uid = $"8c1f0d3e-6c52-4d3c-9d0e-{Math.Abs(name.GetHashCode(StringComparison.Ordinal)):x12}",
        ResourceVersion = $"{1000 + name.Length}",
        CreationTimestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private static Dictionary<string, string> Labels(string key, string value) => new() { [key] = value };
}
