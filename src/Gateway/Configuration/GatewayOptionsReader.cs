using System.Net;
using Gateway.HttpProxy;

namespace Gateway.Configuration;

/// <summary>Every key of the gateway with its default and its range. What is read here is what exists.</summary>
internal static class GatewayOptionsReader
{
    public static GatewayOptions Read(SectionReader section, ProcessEnvironment environment)
    {
        var kubernetes = ReadKubernetes(section);
        var source = ChosenSource(section, kubernetes, environment);
        return new()
        {
            Source = source,
            Manifests = section.Text("Manifests", ManifestsPath.Default),
            Kubernetes = kubernetes,
            LastKnownGood = new(section.OptionalText("LastKnownGood:File"), section.Flag("LastKnownGood:Secrets", false)),
            Status = ReadStatus(section),
            NodeName = section.Text("NodeName", environment.NodeName),
            ControllerName = section.Text("ControllerName", "yarp-gateway.io/controller"),
            IngressClass = section.Text("IngressClass", "yarp"),
            LoadBalancerClass = section.Text("LoadBalancerClass", "yarp-gateway.io/load-balancer"),
            AddressPools = section.Networks("AddressPools", [IPNetwork.Parse("127.10.0.0/24")]),
            Http = ReadHttp(section, source),
            ServiceDomain = section.DomainName("Http:ServiceDomain", "localhost"),
            Layer4Mode = section.Choice("Layer4:Mode", Layer4Mode.Auto),
            PodNetworks = section.Networks("Layer4:PodNetworks", []),
            StrictArp = section.Flag("Layer4:StrictArp", false),
            LocalhostNodePorts = section.Flag("Layer4:LocalhostNodePorts", true),
            Layer4Timeouts = new(Timeout(section, "Tcp"), Timeout(section, "TcpFin"), Timeout(section, "Udp")),
            DnsListen = section.Listen("Dns:Listen", new(IPAddress.Loopback, 1053)),
            DnsZone = section.DomainName("Dns:Zone", "cluster.local"),
            AdminListen = section.Listen("Admin:Listen", new(IPAddress.Loopback, 9901)),
            HealthListen = section.Listen("Health:Listen", new(IPAddress.Any, 8081)),
            ShutdownTimeout = section.Time("ShutdownTimeout", Seconds(source == SourceKind.Manifests ? 5 : 30), TimeSpan.Zero, Seconds(3600)),
        };
    }

    /// <summary>The kernel counts whole seconds, and takes no more than INT_MAX of its own ticks, of which there may be a thousand in a second.</summary>
    private static TimeSpan Timeout(SectionReader section, string name) =>
        section.OptionalTime($"Layer4:Timeouts:{name}", Seconds(1), TimeSpan.FromDays(24)) is { } time ? Seconds(Math.Ceiling(time.TotalSeconds)) : TimeSpan.Zero;

    private static StatusSettings ReadStatus(SectionReader section) => new(
        section.Addresses("Status:PublishAddresses"),
        section.ObjectName("Status:PublishService"),
        section.Text("Status:LeaseName", "yarp-gateway"),
        section.OptionalText("Status:LeaseNamespace"));

    private static KubernetesOptions ReadKubernetes(SectionReader section) => new(
        section.OptionalText("Kubernetes:Kubeconfig"),
        section.OptionalText("Kubernetes:Context"),
        section.Texts("Kubernetes:Namespaces"));

    /// <summary>
    /// A source that is named is taken. Otherwise a kubeconfig or a context means the cluster, a folder that was asked for by option or environment means
    /// that folder, and what is left is decided by whether this is a pod.
    /// </summary>
    private static SourceKind ChosenSource(SectionReader section, KubernetesOptions kubernetes, ProcessEnvironment environment) =>
        section.Choice("Source", SourceKind.Auto) switch
        {
            SourceKind.Auto when (kubernetes.Kubeconfig ?? kubernetes.Context) is not null => SourceKind.Kubernetes,
            SourceKind.Auto when section.Text("Manifests", ManifestsPath.Default) != ManifestsPath.Default => SourceKind.Manifests,
            SourceKind.Auto => environment.IsPod ? SourceKind.Kubernetes : SourceKind.Manifests,
            var named => named,
        };

    private static HttpProxyOptions ReadHttp(SectionReader section, SourceKind source)
    {
        var defaults = new HttpProxyOptions();
        var day = TimeSpan.FromDays(1);
        return new()
        {
            HttpPort = section.Port("Http:HttpPort", defaults.HttpPort),
            HttpsPort = section.Port("Http:HttpsPort", defaults.HttpsPort),
            ListenAddress = section.OptionalAddress("Http:ListenAddress"),
            TrustedProxies = section.Networks("Http:TrustedProxies", defaults.TrustedProxies),
            ConnectTimeout = section.Time("Http:ConnectTimeout", defaults.ConnectTimeout, Milliseconds(1), Seconds(300)),
            ActivityTimeout = section.Time("Http:ActivityTimeout", defaults.ActivityTimeout, Milliseconds(1), day),
            UpgradedActivityTimeout = section.Time("Http:UpgradedActivityTimeout", defaults.UpgradedActivityTimeout, Milliseconds(1), day),
            DevelopmentCertificates = section.Flag("Http:DevelopmentCertificates", source == SourceKind.Manifests),
            DevelopmentCertificateFolder = section.Text("Http:DevelopmentCertificateFolder", defaults.DevelopmentCertificateFolder),
            InlineScheduling = section.Flag("Http:InlineScheduling", defaults.InlineScheduling),
        };
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
