using Gateway.Model.Resources;

namespace Gateway.Model.Tests.Translation;

/// <summary>Short forms of sound objects.</summary>
internal static class TestObjects
{
    public static Service Service(string name, string? namespaceName = null) => new()
    {
        Metadata = Metadata(name, namespaceName),
        Spec = new() { Ports = [new() { Port = 80 }] },
    };

    public static EndpointSlice Slice(string service, params string[] addresses) => new()
    {
        Metadata = Metadata(service) with { Labels = new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = service } },
        AddressType = "IPv4",
        Ports = [new() { Port = 8080 }],
        Endpoints = [.. addresses.Select(address => new Endpoint { Addresses = [address] })],
    };

    public static Ingress Ingress(string name, params IngressRule[] rules) => new()
    {
        Metadata = Metadata(name),
        Spec = new() { IngressClassName = "yarp", Rules = rules },
    };

    public static IngressRule Rule(string? host, params HttpIngressPath[] paths) => new() { Host = host, Http = new() { Paths = paths } };

    public static HttpIngressPath Path(string type, string path, string service) => new() { PathType = type, Path = path, Backend = Backend(service) };

    public static IngressBackend Backend(string service) => new() { Service = new() { Name = service, Port = new() { Number = 80 } } };

    public static Secret TlsSecret(string name, string certificate, string key) => new()
    {
        Metadata = Metadata(name),
        Type = Secret.TlsType,
        StringData = new Dictionary<string, string> { [Secret.CertificateKey] = certificate, [Secret.PrivateKeyKey] = key },
    };

    private static ObjectMeta Metadata(string name, string? namespaceName = null) => new() { Name = name, Namespace = namespaceName ?? "default" };
}
