using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.TestObjects;

namespace Gateway.Model.Tests.Translation;

/// <summary>Whose status is ours to write.</summary>
public sealed class ClaimTests
{
    private static readonly Ingress Ours = Ingress("a", Rule("a.example.com", Path("Prefix", "/", "a")));

    [Fact]
    public void An_Ingress_of_our_class_is_claimed_even_where_nothing_of_it_can_be_served()
    {
        var empty = Ours with { Spec = new() { IngressClassName = "yarp" } };

        Assert.Equal(new Claim(empty, IsServed: true), ClaimOn(empty));
    }

    [Fact]
    public void An_Ingress_of_another_class_is_not() =>
        Assert.Null(ClaimOn(Ours with { Spec = Ours.Spec! with { IngressClassName = "other" } }));

    [Theory]
    [InlineData("LoadBalancer", "yarp-gateway.io/load-balancer", "http", true)]
    [InlineData("LoadBalancer", "yarp-gateway.io/load-balancer", null, false)]
    [InlineData("LoadBalancer", "example.com/other", "http", null)]
    [InlineData("LoadBalancer", null, "http", null)]
    [InlineData("ClusterIP", "yarp-gateway.io/load-balancer", "http", null)]
    public void A_Service_is_claimed_by_type_and_class_and_served_where_it_is_exposed(string type, string? className, string? expose, bool? served) =>
        Assert.Equal(served, ClaimOn(Balanced(type, className, expose))?.IsServed);

    [Fact]
    public void A_Service_without_a_port_that_speaks_HTTP_is_claimed_and_not_served()
    {
        var service = Balanced("LoadBalancer", "yarp-gateway.io/load-balancer", "http");

        Assert.False(ClaimOn(service with { Spec = service.Spec! with { Ports = [new() { Port = 53, Protocol = "UDP" }] } })?.IsServed);
    }

    [Fact]
    public void The_class_of_Services_is_an_option()
    {
        var options = TestOptions.InCluster with { LoadBalancerClass = "example.com/ours" };

        Assert.NotNull(ClaimOn(Balanced("LoadBalancer", "example.com/ours", "http"), options));
        Assert.Null(ClaimOn(Balanced("LoadBalancer", "yarp-gateway.io/load-balancer", "http"), options));
    }

    [Fact]
    public void A_changed_status_is_another_claim_and_changes_nothing_else()
    {
        var before = Translator.Translate(ResourceSnapshot.Of(Ours, Service("a")), TranslationResult.Empty, TestOptions.InCluster);
        var told = Ours with { Status = new() { LoadBalancer = new() { Ingress = [new() { Ip = "192.0.2.1" }] } } };

        var after = Translator.Translate(before.Snapshot.Apply(ResourceChange.Upsert(told)), before, TestOptions.InCluster);

        Assert.Same(told, Assert.Single(after.Desired.Claims.ChangesSince(before.Desired.Claims)).After!.Object);
        Assert.Same(before.Desired.Http.Hosts, after.Desired.Http.Hosts);
        Assert.Same(before.Desired.Conditions, after.Desired.Conditions);
    }

    [Fact]
    public void Endpoints_leave_the_claims_alone()
    {
        var before = Translator.Translate(ResourceSnapshot.Of(Ours, Service("a")), TranslationResult.Empty, TestOptions.InCluster);

        var after = Translator.Translate(before.Snapshot.Apply(ResourceChange.Upsert(Slice("a", "10.0.0.1"))), before, TestOptions.InCluster);

        Assert.Same(before.Desired.Claims, after.Desired.Claims);
    }

    [Fact]
    public void A_Service_that_nothing_routes_to_is_not_told_about_its_external_name_in_a_cluster()
    {
        var service = Service("a") with { Spec = new() { Type = "ExternalName", ExternalName = "localhost" } };

        Assert.Empty(Translate(TestOptions.InCluster, service).Conditions);
        Assert.NotEmpty(Translate(TestOptions.InCluster, service, Ours).Conditions);
    }

    private static Service Balanced(string type, string? className, string? expose) => new()
    {
        Metadata = new()
        {
            Name = "a",
            Namespace = "default",
            Annotations = expose is null ? null : new Dictionary<string, string> { [Annotations.Expose] = expose },
        },
        Spec = new() { Type = type, LoadBalancerClass = className, Ports = [new() { Port = 80 }] },
    };

    private static Claim? ClaimOn(KubernetesObject resource, TranslationOptions? options = null) =>
        Translate(options ?? TestOptions.InCluster, resource).Claims.Find(resource.Reference);

    private static DesiredState Translate(TranslationOptions options, params KubernetesObject[] resources) =>
        Translator.Translate(ResourceSnapshot.Of(resources), TranslationResult.Empty, options).Desired;
}
