using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.TestObjects;

namespace Gateway.Model.Tests.Translation;

/// <summary>A change reaches what depends on it, and nothing else.</summary>
public sealed class TranslationLocalityTests
{
    private static readonly (string Certificate, string Key) Pair = TestCertificate.Ecdsa("a.example.com", "b.example.com");

    private static readonly TranslationResult Before = Translator.Translate(
        ResourceSnapshot.Of(
            Service("a"), Slice("a", "10.0.0.1"), Secured("a"),
            Service("b"), Slice("b", "10.0.0.2"), Secured("b"),
            TlsSecret("shared", Pair.Certificate, Pair.Key),
            NodeIn("east", "1")),
        TranslationResult.Empty,
        TestOptions.InCluster);

    [Fact]
    public void A_changed_slice_changes_the_cluster_of_its_Service()
    {
        var after = After(Slice("a", "10.0.0.9"));

        var change = Assert.Single(after.Http.Clusters.ChangesSince(Before.Desired.Http.Clusters));
        Assert.Equal("10.0.0.9:8080", Assert.Single(change.After!.Backends).Authority);
        Assert.Same(Before.Desired.Http.Hosts, after.Http.Hosts);
        Assert.Same(Before.Desired.Http.Certificates, after.Http.Certificates);
        Assert.Same(Before.Desired.Conditions, after.Conditions);
    }

    [Fact]
    public void A_changed_Ingress_changes_its_hosts()
    {
        var after = After(Ingress("a", Rule("a.example.com", Path("Prefix", "/other", "a"))));

        Assert.Equal("a.example.com", Assert.Single(after.Http.Hosts.ChangesSince(Before.Desired.Http.Hosts)).Key);
        Assert.Same(Before.Desired.Http.Clusters, after.Http.Clusters);
    }

    [Fact]
    public void A_changed_Secret_changes_the_certificates_from_it()
    {
        var (certificate, key) = TestCertificate.Ecdsa("a.example.com", "b.example.com");

        var after = After(TlsSecret("shared", certificate, key));

        Assert.Equal(["a.example.com", "b.example.com"], after.Http.Certificates.ChangesSince(Before.Desired.Http.Certificates).Select(change => change.Key).Order());
        Assert.Same(Before.Desired.Http.Hosts, after.Http.Hosts);
    }

    [Fact]
    public void A_Secret_is_read_once_for_all_that_name_it() =>
        Assert.Same(Before.Desired.Http.Certificates.Find("a.example.com"), Before.Desired.Http.Certificates.Find("b.example.com"));

    [Theory]
    [MemberData(nameof(ThingsThatSayNothingNew))]
    public void What_says_nothing_new_changes_nothing(KubernetesObject resource)
    {
        var after = After(resource);

        Assert.Same(Before.Desired.Http.Hosts, after.Http.Hosts);
        Assert.Same(Before.Desired.Http.Clusters, after.Http.Clusters);
        Assert.Same(Before.Desired.Http.Certificates, after.Http.Certificates);
        Assert.Same(Before.Desired.Conditions, after.Conditions);
    }

    public static TheoryData<KubernetesObject> ThingsThatSayNothingNew() =>
    [
        Service("a"),
        Slice("a", "10.0.0.1"),
        Secured("a"),
        TlsSecret("shared", Pair.Certificate, Pair.Key),
        NodeIn("east", "2"),
        TlsSecret("of-nobody", "nonsense", "nonsense"),
        new IngressClass { Metadata = new() { Name = "theirs" }, Spec = new() { Controller = "example.com/other" } },
        Ingress("theirs", Rule("theirs.example.com", Path("Prefix", "/", "a"))) with { Spec = new() { IngressClassName = "theirs" } },
    ];

    [Fact]
    public void The_gateway_s_own_zone_decides_which_hints_apply()
    {
        var hinted = Slice("a", "10.0.0.1", "10.0.0.2");
        hinted = hinted with { Endpoints = [Hinted(hinted.Endpoints![0], "east"), Hinted(hinted.Endpoints[1], "west")] };
        var inEast = Translator.Translate(Before.Snapshot.Apply(ResourceChange.Upsert(hinted)), Before, TestOptions.InCluster);

        var inWest = Translator.Translate(inEast.Snapshot.Apply(ResourceChange.Upsert(NodeIn("west", "2"))), inEast, TestOptions.InCluster);

        Assert.Equal("10.0.0.1", Assert.Single(ClusterOfA(inEast).Backends).Address);
        Assert.Equal("10.0.0.2", Assert.Single(ClusterOfA(inWest).Backends).Address);
    }

    private static HttpCluster ClusterOfA(TranslationResult result) => result.Desired.Http.Clusters.Values.Single(cluster => cluster.Name.Service.Name == "a");

    private static DesiredState After(KubernetesObject resource) =>
        Translator.Translate(Before.Snapshot.Apply(ResourceChange.Upsert(resource)), Before, TestOptions.InCluster).Desired;

    private static Ingress Secured(string name)
    {
        var ingress = Ingress(name, Rule($"{name}.example.com", Path("Prefix", "/", name)));
        return ingress with { Spec = ingress.Spec! with { Tls = [new() { SecretName = "shared" }] } };
    }

    private static Node NodeIn(string zone, string version) => new()
    {
        Metadata = new() { Name = TestOptions.InCluster.NodeName, ResourceVersion = version, Labels = new Dictionary<string, string> { [Node.ZoneLabel] = zone } },
    };

    private static Endpoint Hinted(Endpoint endpoint, string zone) => endpoint with { Hints = new() { ForZones = [new() { Name = zone }] } };
}
