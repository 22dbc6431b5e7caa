using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>Services on layer 4, and what becomes of them.</summary>
internal static class Layer4Scene
{
    public static readonly TranslationOptions Options = TestOptions.InCluster with { ServesLayer4 = true, AddressPools = ["198.51.100.0/29", "2001:db8::/64"] };

    /// <summary>A Service of type LoadBalancer of ours.</summary>
    public static Service Balanced(string name = "web", Func<ServiceSpec, ServiceSpec>? with = null) =>
        Named(name, new() { Type = "LoadBalancer", LoadBalancerClass = "yarp-gateway.io/load-balancer", Ports = [new() { Port = 80 }] }, with);

    /// <summary>A Service with a cluster IP that is annotated as an entry.</summary>
    public static Service Entry(string name = "web", Func<ServiceSpec, ServiceSpec>? with = null) =>
        Named(name, new() { ClusterIP = "10.96.0.1", Ports = [new() { Port = 80 }] }, with).Annotated(Annotations.Entry, "true");

    public static Service Annotated(this Service service, string key, string value) => service with
    {
        Metadata = service.Metadata with { Annotations = new Dictionary<string, string>(service.Metadata.Annotations ?? new Dictionary<string, string>()) { [key] = value } },
    };

    public static Service Labelled(this Service service, string key, string value = "") => service with
    {
        Metadata = service.Metadata with { Labels = new Dictionary<string, string> { [key] = value } },
    };

    public static Service Created(this Service service, int day) => service with
    {
        Metadata = service.Metadata with { CreationTimestamp = DateTimeOffset.UnixEpoch.AddDays(day) },
    };

    public static Service Says(this Service service, string address, string? mode = "VIP") => service with
    {
        Status = new() { LoadBalancer = new() { Ingress = [new() { Ip = address, IpMode = mode }] } },
    };

    public static EndpointSlice Slice(string service, params string[] endpoints) => new()
    {
        Metadata = new() { Namespace = "default", Name = service, Labels = new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = service } },
        AddressType = endpoints is [var first, ..] && first.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4",
        Ports = [new() { Port = 8080 }],
        Endpoints = [.. endpoints.Select(EndpointText.Parse)],
    };

    public static EndpointSlice Renamed(this EndpointSlice slice, string name) => slice with { Metadata = slice.Metadata with { Name = name } };

    public static TranslationResult Translate(params IEnumerable<KubernetesObject> objects) => TranslateWith(Options, objects);

    public static TranslationResult TranslateWith(TranslationOptions options, params IEnumerable<KubernetesObject> objects) =>
        Translator.Translate(ResourceSnapshot.Of(objects), TranslationResult.Empty, options);

    public static TranslationResult Then(this TranslationResult before, KubernetesObject resource) =>
        Translator.Translate(before.Snapshot.Apply(ResourceChange.Upsert(resource)), before, Options);

    /// <summary>The frontends of a Service, one a line, without their backends: <c>ClusterIP 10.96.0.1:80/TCP</c>.</summary>
    public static IEnumerable<string> Places(this TranslationResult result, string service = "web") =>
        from port in PortsOf(result, service)
        from frontend in port.Frontends
        let place = frontend.Address is null ? $"{frontend.Family} *" : frontend.Address
        select $"{frontend.Kind} {place} {frontend.Port}/{port.Protocol.ToString().ToUpperInvariant()}";

    public static IEnumerable<Layer4Service> PortsOf(this TranslationResult result, string service = "web") =>
        result.Desired.Layer4.Services.Values.Where(port => port.Name.Service.Name == service).OrderBy(port => port.Name);

    public static Frontend Frontend(this TranslationResult result, FrontendKind kind, IPFamily family = IPFamily.IPv4) =>
        result.PortsOf().SelectMany(port => port.Frontends).Single(frontend => frontend.Kind == kind && frontend.Family == family);

    /// <summary>What is said to a Service: <c>Reason at field</c>, one each.</summary>
    public static IEnumerable<string> Said(this TranslationResult result, string service = "web") =>
        result.Conditions(service).Where(condition => condition.Reason != "NoEndpoints").Select(condition => $"{condition.Reason} at {condition.Field}");

    public static IEnumerable<Condition> Conditions(this TranslationResult result, string service = "web") =>
        result.Desired.Conditions.Find(new("Service", new("default", service)))?.Items ?? default;

    /// <summary>The addresses from our pools, with commas between; null where the Service is not claimed for layer 4.</summary>
    public static string? AddressesOf(this TranslationResult result, string service = "web") =>
        result.Desired.Claims.Find(new("Service", new("default", service)))?.VirtualAddresses is { } addresses ? string.Join(", ", addresses) : null;

    private static Service Named(string name, ServiceSpec spec, Func<ServiceSpec, ServiceSpec>? with) => new()
    {
        Metadata = new() { Namespace = "default", Name = name },
        Spec = with?.Invoke(spec) ?? spec,
    };
}
