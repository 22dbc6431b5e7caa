using Gateway.Model.Resources;

namespace Gateway.Model.Tests.Translation;

/// <summary>
/// Draws objects from small sets of values, good and bad, so that they meet: the same names, hosts, ports and secrets come up in many objects, and
/// every field is at times absent, empty or nonsense.
/// </summary>
internal sealed class RandomObjects(Random random)
{
    private static readonly (string Certificate, string Key) First = TestCertificate.Ecdsa("a.example.com", "*.example.org");
    private static readonly (string Certificate, string Key) Second = TestCertificate.Ecdsa("b.example.com");

    private static readonly string?[] Names = ["a", "b", "c", "d", "", "Not Valid"];
    private static readonly string?[] Namespaces = ["default", "default", "other", ""];
    private static readonly string?[] Classes = ["yarp", "other", "missing", "", null, null, null];
    private static readonly string?[] Hosts =
        ["a.example.com", "b.example.com", "*.example.com", "A.Example.com", "a.default.localhost", "b.default.svc.cluster.local", "", null, "*", "10.0.0.1", "x:80", "a..b", "*.*.x"];
    private static readonly string?[] Paths = ["/", "/a", "/a/", "/a/b", "/b", "", null, "a", "//", "/a/../b", "/é", "/%2f"];
    private static readonly string?[] PathTypes = ["Exact", "Prefix", "Prefix", "ImplementationSpecific", null, "Regex"];
    private static readonly string?[] PortNames = ["http", "web", "grpc", "tcp", "", null];
    private static readonly int[] Ports = [80, 8080, 443, 0, -1, int.MaxValue, int.MinValue];
    private static readonly string?[] Annotated =
        ["http", "none", "x", "", "a.example.com, b.example.com", "*", ",", "/a", "round-robin", "maglev", "30s", "cookie", "-1", "100000", null];

    public KubernetesObject Object() => random.Next(12) switch
    {
        < 4 => Ingress(),
        < 7 => Service(),
        < 9 => EndpointSlice(),
        9 => Secret(),
        10 => IngressClass(),
        _ => Node(),
    };

    public ObjectReference Reference() => Object().Reference;

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private bool Sometimes(int outOf = 8) => random.Next(outOf) == 0;

    private T? Maybe<T>(Func<T> make, int nullOutOf = 8)
        where T : class =>
        Sometimes(nullOutOf) ? null : make();

    private List<T>? Several<T>(Func<T> make, int most = 3, bool holes = false)
        where T : class =>
        Sometimes() ? null : [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => holes && Sometimes(15) ? null! : make())];

    private ObjectMeta Metadata(bool clusterScoped = false, string? name = null) => new()
    {
        Name = name ?? Pick(Names)!,
        Namespace = clusterScoped ? "" : Pick(Namespaces)!,
        CreationTimestamp = Sometimes(2) ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(3)),
        Annotations = Sometimes(2) ? null : Annotations(),
        Labels = Sometimes(2) ? null : Labels(),
    };

    private Dictionary<string, string> Annotations()
    {
        string[] keys =
        [
            Model.Translation.Annotations.Expose, Model.Translation.Annotations.Host, Model.Translation.Annotations.Path,
            Model.Translation.Annotations.LoadBalancing, Model.Translation.Annotations.Affinity, Model.Translation.Annotations.Weight,
            Resources.Ingress.LegacyClassAnnotation, Resources.IngressClass.IsDefaultAnnotation, "yarp-gateway.io/typo",
        ];
        var annotations = new Dictionary<string, string>();
        for (var i = random.Next(3); i > 0; i--)
            annotations[Pick(keys)] = Pick([.. Annotated, "yarp", "true"])!;
        return annotations;
    }

    private Dictionary<string, string> Labels() => new()
    {
        [Resources.EndpointSlice.ServiceNameLabel] = Pick(Names)!,
        [Resources.Node.ZoneLabel] = Pick<string?>(["east", "west", null])!,
    };

    private Ingress Ingress() => new()
    {
        Metadata = Metadata(),
        Spec = Maybe(() => new IngressSpec
        {
            IngressClassName = Pick(Classes),
            DefaultBackend = Sometimes(2) ? Backend() : null,
            Rules = Several(() => new IngressRule { Host = Pick(Hosts), Http = Maybe(() => new HttpIngressRule { Paths = Several(Path, holes: true) }) }, holes: true),
            Tls = Sometimes(2) ? Several(() => new IngressTls { Hosts = Sometimes(3) ? null : [Pick(Hosts)!, Pick(Hosts)!], SecretName = Pick(Names) }, holes: true) : null,
        }),
    };

    private HttpIngressPath Path() => new() { Path = Pick(Paths), PathType = Pick(PathTypes), Backend = Maybe(Backend) };

    private IngressBackend Backend() => new()
    {
        Service = Maybe(() => new IngressServiceBackend
        {
            Name = Pick(Names),
            Port = Maybe(() => new ServiceBackendPort
            {
                Name = Sometimes(3) ? Pick(PortNames) : null,
                Number = Sometimes(3) ? null : Pick(Ports),
            }),
        }),
        Resource = Sometimes(10) ? new() { Kind = Pick(Names) } : null,
    };

    private Service Service() => new()
    {
        Metadata = Metadata(),
        Spec = Maybe(() => new ServiceSpec
        {
            Type = Pick<string?>(["ClusterIP", "ExternalName", null, "Nonsense", "LoadBalancer"]),
            ClusterIP = Pick<string?>([null, "None", "10.96.0.1"]),
            ExternalName = Pick<string?>(["example.com", "EXAMPLE.com.", "localhost", "127.1", "::1", "", null, "a b"]),
            Ports = Several(() => new ServicePort
            {
                Name = Pick(PortNames),
                Port = Pick(Ports),
                Protocol = Pick<string?>(["TCP", null, "UDP", ""]),
                TargetPort = Sometimes(3) ? null : Sometimes(2) ? new IntOrString(Pick(Ports)) : new IntOrString("http"),
                AppProtocol = Pick<string?>([null, null, "https", "kubernetes.io/h2c", "kubernetes.io/what", "tcp"]),
            }),
            InternalTrafficPolicy = Pick<string?>([null, "Cluster", "Local", "Nonsense"]),
            IpFamilies = Sometimes(4) ? [Pick<string?>(["IPv4", "IPv6", "", null])!] : null,
            PublishNotReadyAddresses = Pick<bool?>([null, true, false]),
            SessionAffinity = Pick<string?>([null, "None", "ClientIP", "Nonsense"]),
            SessionAffinityConfig = Sometimes(3) ? new() { ClientIP = Maybe(() => new ClientIPConfig { TimeoutSeconds = Pick(Ports) }) } : null,
        }),
    };

    private EndpointSlice EndpointSlice() => new()
    {
        Metadata = Metadata(),
        AddressType = Pick<string?>(["IPv4", "IPv4", "IPv6", "FQDN", null]),
        Endpoints = Several(() => new Endpoint
        {
            Addresses = Maybe(() => new List<string> { Pick<string?>(["10.0.0.1", "10.0.0.2", "::1", "fd00::1", "nonsense", "", null])! }),
            Conditions = Maybe(() => new EndpointConditions
            {
                Ready = Pick<bool?>([null, true, false]), Serving = Pick<bool?>([null, true, false]), Terminating = Pick<bool?>([null, true, false]),
            }),
            NodeName = Pick<string?>(["here", "there", null]),
            Zone = Pick<string?>(["east", "west", null]),
            Hints = Sometimes() ? new() { ForZones = Several(() => new ForZone { Name = Pick<string?>(["east", "west", null])! })! } : null,
        }),
        Ports = Several(() => new EndpointPort { Name = Pick(PortNames), Port = Sometimes(6) ? null : Pick(Ports), Protocol = Pick<string?>(["TCP", null, "UDP"]) }),
    };

    private Secret Secret() => new()
    {
        Metadata = Metadata(),
        Type = Pick<string?>([Resources.Secret.TlsType, Resources.Secret.TlsType, Resources.Secret.TlsType, "Opaque", null]),
        Data = Sometimes() ? new Dictionary<string, string> { [Resources.Secret.CertificateKey] = "!!", [Resources.Secret.PrivateKeyKey] = null! } : null,
        StringData = Maybe(() => new Dictionary<string, string>
        {
            [Resources.Secret.CertificateKey] = Pick([First.Certificate, First.Certificate, Second.Certificate, "", null!, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"]),
            [Resources.Secret.PrivateKeyKey] = Pick([First.Key, First.Key, Second.Key, "", null!, "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"]),
        }),
    };

    private IngressClass IngressClass() => new()
    {
        Metadata = Metadata(clusterScoped: true, name: Pick<string>(["yarp", "other"])),
        Spec = Maybe(() => new IngressClassSpec { Controller = Pick<string?>(["yarp-gateway.io/controller", "else", null]) }),
    };

    private Node Node() => new() { Metadata = Metadata(clusterScoped: true, name: Pick<string>(["here", "there"])) };
}
