using Gateway.Model.Resources;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>
/// Draws objects from small sets of values, so that they meet: the same names, hosts, ports and Secrets come up in many of them. In half of the
/// histories about every fourth value is odd (absent, empty, nonsense); in the others few are, so that most of what is drawn is also served.
/// </summary>
internal sealed class RandomObjects(Random random)
{
    private static readonly (string Certificate, string Key) First = TestCertificate.Ecdsa("a.example.com", "*.example.com");
    private static readonly (string Certificate, string Key) Second = TestCertificate.Ecdsa("b.example.com");

    private static readonly string[] AnnotationKeys =
    [
        Annotations.Entry, Annotations.IpvsScheduler, Annotations.Expose, Annotations.Host, Annotations.Path, Annotations.LoadBalancing, Annotations.Affinity, Annotations.Weight,
        Ingress.LegacyClassAnnotation, IngressClass.IsDefaultAnnotation, Annotations.Prefix + "typo",
    ];

    private static readonly string[] AnnotationValues =
        ["http", "none", "a.example.com, b.example.com", "/a", "random", "maglev", "cookie", "3", "yarp", "true", "false", "wlc"];

    private readonly int _oddOutOf = random.Next(2) == 0 ? 4 : 100;

    public KubernetesObject Next() => random.Next(14) switch
    {
        < 4 => MakeIngress(),
        < 7 => MakeService(),
        < 10 => MakeEndpointSlice(),
        10 => MakeSecret(),
        11 => MakeIngressClass(),
        _ => MakeNode(),
    };

    private bool Odd() => random.Next(_oddOutOf) == 0;

    private bool Coin() => random.Next(2) == 0;

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];

    private T Pick<T>(T[] sound, T[] odd) => Odd() ? Pick(odd) : Pick(sound);

    private T? Make<T>(Func<T> make)
        where T : class =>
        Odd() ? null : make();

    private List<T>? Several<T>(Func<T> make, int most = 3)
        where T : class =>
        Odd() ? null : [.. Enumerable.Range(0, random.Next(Odd() ? 0 : 1, most + 1)).Select(_ => Odd() ? null! : make())];

    private string Name() => Pick(["a", "b", "c"], ["", "Not Valid", null!]);

    private int Port() => Pick([80, 8080], [443, 0, -1, int.MaxValue, int.MinValue]);

    private string PortName() => Pick(["http", "", null!], ["web", "grpc", "tcp"]);

    private string Host() => Pick(
        ["a.example.com", "b.example.com", "*.example.com", "a.default.localhost", null!],
        ["A.Example.com", "b.default.svc.cluster.local", "", "*", "10.0.0.1", "x:80", "a..b", "*.*.x"]);

    private ObjectMeta Metadata(string? name = null, string? inNamespace = null) => new()
    {
        Name = name ?? Name(),
        Namespace = inNamespace ?? Pick(["default", "default", "other"], ["", null!]),
        CreationTimestamp = Coin() ? null : DateTimeOffset.UnixEpoch.AddDays(random.Next(3)),
        Annotations = random.Next(3) == 0 ? MakeAnnotations() : null,
        Labels = Make(() => new Dictionary<string, string> { [EndpointSlice.ServiceNameLabel] = Name(), [Node.ZoneLabel] = Pick(["east", "west"], ["", null!]) }),
    };

    private Dictionary<string, string> MakeAnnotations()
    {
        var annotations = new Dictionary<string, string>();
        for (var i = random.Next(3); i > 0; i--)
            annotations[Pick(AnnotationKeys)] = Pick(AnnotationValues, ["", "x", "*", ",", "-1", null!]);
        return annotations;
    }

    private Ingress MakeIngress() => new()
    {
        Metadata = Metadata(),
        Spec = Make(() => new IngressSpec
        {
            IngressClassName = Pick(["yarp", "yarp", "other", null!], ["missing", ""]),
            DefaultBackend = Coin() ? MakeBackend() : null,
            Rules = Several(() => new IngressRule { Host = Host(), Http = Make(() => new HttpIngressRule { Paths = Several(MakePath) }) }),
            Tls = Coin() ? Several(() => new IngressTls { Hosts = Coin() ? null : [Host(), Host()], SecretName = Name() }) : null,
        }),
    };

    private HttpIngressPath MakePath() => new()
    {
        Path = Pick(["/", "/a", "/a/", "/a/b"], ["", null!, "a", "//", "/a/../b", "/é", "/%2f"]),
        PathType = Pick(["Exact", "Prefix", "ImplementationSpecific"], [null!, "Regex"]),
        Backend = Make(MakeBackend),
    };

    private IngressBackend MakeBackend() => new()
    {
        Service = Make(() => new IngressServiceBackend
        {
            Name = Name(),
            Port = Make(() => Coin() ? new ServiceBackendPort { Name = PortName() } : new ServiceBackendPort { Number = Port(), Name = Odd() ? "http" : null }),
        }),
        Resource = Odd() ? new() { Kind = Name() } : null,
    };

    private string Address() => Pick(
        ["10.96.0.1", "10.96.0.2", "10.9.0.1", "10.9.0.2", null!],
        ["fd00::1", "fd09::1", "None", "", "nonsense", "127.0.0.1", "::ffff:1.2.3.4", "10.9.0.0"]);

    private string Family() => Pick(["IPv4", "IPv6"], ["", null!]);

    /// <summary>So that several want the same address: most are served on layer 4 where that is served, and ask for little that is different.</summary>
    private ObjectMeta ServiceMetadata()
    {
        var metadata = Metadata();
        if (Coin())
            metadata = metadata with { Annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>()) { [Annotations.Entry] = Pick(["true"], ["false", "x", null!]) } };
        return Odd() ? metadata with { Labels = new Dictionary<string, string> { ["service.kubernetes.io/service-proxy-name"] = "" } } : metadata;
    }

    private Service MakeService() => new()
    {
        Metadata = ServiceMetadata(),
        Status = Coin() ? null : new() { LoadBalancer = Make(() => new LoadBalancerStatus { Ingress = Several(() => new LoadBalancerIngress { Ip = Address(), IpMode = Pick("VIP", "Proxy", null!) }) }) },
        Spec = Make(() => new ServiceSpec
        {
            Type = Pick(["ClusterIP", "NodePort", "ExternalName", "LoadBalancer", null!], ["Nonsense"]),
            ClusterIP = Address(),
            ClusterIPs = Coin() ? null : Several(Address, most: 2),
            ExternalIPs = Coin() ? null : Several(Address, most: 2),
            LoadBalancerIP = Coin() ? null : Address(),
            LoadBalancerSourceRanges = Odd() ? Several(() => Pick(["10.0.0.0/8", "fd00::/8"], ["10.0.0.0", "", null!])) : null,
            ExternalTrafficPolicy = Pick([null!, "Cluster", "Local"], ["Nonsense"]),
            IpFamilyPolicy = Pick([null!, "SingleStack"], ["PreferDualStack", "RequireDualStack"]),
            LoadBalancerClass = Pick(["yarp-gateway.io/load-balancer", null!], ["else"]),
            ExternalName = Pick(["example.com", "EXAMPLE.com.", "localhost"], ["127.1", "::1", "", null!, "a b"]),
            Ports = Several(() => new ServicePort
            {
                Name = PortName(),
                Port = Port(),
                NodePort = Pick<int?>([30080, 30081, null], [0, -1, 70000]),
                Protocol = Pick(["TCP", null!], ["UDP", "", "SCTP", "ICMP"]),
                TargetPort = Coin() ? null : Coin() ? new IntOrString(Port()) : new IntOrString("http"),
                AppProtocol = Pick([null!, "http"], ["https", "kubernetes.io/h2c", "kubernetes.io/what", "tcp"]),
            }),
            InternalTrafficPolicy = Pick([null!, "Cluster", "Local"], ["Nonsense"]),
            IpFamilies = Odd() ? [Family(), Family()] : null,
            PublishNotReadyAddresses = Pick<bool?>([null, false], [true]),
            SessionAffinity = Pick([null!, "ClientIP"], ["Nonsense"]),
            SessionAffinityConfig = Odd() ? new() { ClientIP = Make(() => new ClientIPConfig { TimeoutSeconds = Port() }) } : null,
        }),
    };

    private EndpointSlice MakeEndpointSlice() => new()
    {
        Metadata = Metadata(),
        AddressType = Pick(["IPv4"], ["IPv6", "FQDN", null!]),
        Endpoints = Several(() => new Endpoint
        {
            Addresses = Make(() => new List<string> { Pick(["10.0.0.1", "10.0.0.2", "10.0.0.3"], ["::1", "fd00::1", "nonsense", "", null!]) }),
            Conditions = Coin() ? null : new() { Ready = Pick<bool?>([true, null], [false]), Serving = Pick<bool?>(true, false, null), Terminating = Pick<bool?>([null], [true]) },
            NodeName = Pick(["here", "there"], [null!]),
            Hints = random.Next(3) > 0 ? new() { ForZones = Several(() => new ForZone { Name = Pick(["east", "west"], [null!]) }, most: 1) } : null,
        }),
        Ports = Several(() => new EndpointPort { Name = PortName(), Port = Odd() ? null : Port(), Protocol = Pick(["TCP", null!], ["UDP"]) }),
    };

    private Secret MakeSecret() => new()
    {
        Metadata = Metadata(),
        Type = Pick([Secret.TlsType], ["Opaque", null!]),
        Data = Odd() ? new Dictionary<string, string> { [Secret.CertificateKey] = "!!", [Secret.PrivateKeyKey] = null! } : null,
        StringData = Make(() =>
        {
            var pair = Pick(First, Second);
            return new Dictionary<string, string>
            {
                [Secret.CertificateKey] = Pick([pair.Certificate], [Second.Certificate, "", null!, "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----"]),
                [Secret.PrivateKeyKey] = Pick([pair.Key], [Second.Key, "", null!, "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"]),
            };
        }),
    };

    private IngressClass MakeIngressClass() => new()
    {
        Metadata = Metadata(Pick("yarp", "other"), ""),
        Spec = Make(() => new IngressClassSpec { Controller = Pick(["yarp-gateway.io/controller", "else"], [null!]) }),
    };

    private Node MakeNode() => new() { Metadata = Metadata(Pick("here", "there"), "") };
}
