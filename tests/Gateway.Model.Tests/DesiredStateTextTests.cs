using Gateway.Model.Tests.Translation;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.TestObjects;

namespace Gateway.Model.Tests;

public sealed class DesiredStateTextTests
{
    [Fact]
    public void An_empty_state_is_an_empty_text() => Assert.Equal("", DesiredStateText.Build(DesiredState.Empty));

    [Fact]
    public void Keys_are_not_printed()
    {
        var (certificate, key) = TestCertificate.Ecdsa("a.example.com");
        var ingress = Ingress("web", Rule("a.example.com", Path("Prefix", "/", "a")));
        var snapshot = ResourceSnapshot.Of(Service("a"), ingress with { Spec = ingress.Spec! with { Tls = [new() { SecretName = "shop" }] } }, TlsSecret("shop", certificate, key));

        var text = DesiredStateText.Build(Translator.Translate(snapshot, TranslationResult.Empty, TestOptions.InCluster).Desired);

        Assert.Contains("certificate a.example.com: Secret default/shop", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_is_printed_with_all_that_was_chosen_for_it()
    {
        var cluster = new HttpCluster(new(new("default", "a"), "http", 80))
        {
            Protocol = UpstreamProtocol.Http2Cleartext,
            LoadBalancing = new(LoadBalancingPolicyNames.Maglev, TimeSpan.FromSeconds(30), new(HashKeySource.Header, "X-User")),
            Affinity = new(AffinityKind.ClientIP, TimeSpan.FromSeconds(60)),
            Backends = [new("10.0.0.1", 8080), new("fd00::1", 8080, 5)],
        };
        var state = new DesiredState { Http = new() { Clusters = PersistentMap<ServicePortName, HttpCluster>.Empty.Set(cluster.Name, cluster) } };

        Assert.Equal(
            """
            cluster default/a:http [80] h2c maglev slow-start 30s hash-on Header:X-User affinity ClientIP 60s
              10.0.0.1:8080
              [fd00::1]:8080 weight 5

            """,
            DesiredStateText.Build(state));
    }

    [Fact]
    public void A_port_on_layer_4_is_printed_with_its_frontends()
    {
        var (near, far) = (new Backend("10.0.0.1", 53), new Backend("10.0.0.2", 53, 5));
        var service = new Layer4Service(new(new("default", "dns"), "dns", 53), TransportProtocol.Udp)
        {
            Scheduler = "wlc",
            ClientAffinity = TimeSpan.FromSeconds(60),
            Frontends =
            [
                new(FrontendKind.ClusterIP, IPFamily.IPv6, "fd00::1", 53) { Masquerade = Masquerade.OffCluster, Backends = [near, far], InternalBackends = [near, far] },
                new(FrontendKind.LoadBalancer, IPFamily.IPv4, "198.51.100.1", 53) { Backends = [near], InternalBackends = [near, far], SourceRanges = ["10.0.0.0/8"] },
                new(FrontendKind.NodePort, IPFamily.IPv4, null, 30053) { Masquerade = Masquerade.Always, Verdict = TrafficVerdict.Reject },
            ],
        };
        var state = new DesiredState { Layer4 = new() { Services = PersistentMap<ServicePortName, Layer4Service>.Empty.Set(service.Name, service) } };

        Assert.Equal(
            """
            layer4 default/dns:dns [53] UDP round-robin scheduler wlc affinity ClientIP 60s
              ClusterIP [fd00::1]:53 masquerade OffCluster -> 10.0.0.1:53, 10.0.0.2:53 weight 5
              LoadBalancer 198.51.100.1:53 masquerade Never from 10.0.0.0/8 -> 10.0.0.1:53
                from inside -> 10.0.0.1:53, 10.0.0.2:53 weight 5
              NodePort IPv4 *:30053 masquerade Always -> Reject

            """,
            DesiredStateText.Build(state));
    }
}
