using Gateway.Configuration;

namespace Gateway.Deploy.Tests;

/// <summary>What is written in the manifests and what the gateway takes for granted are the same.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task In_its_pod_it_serves_the_cluster_on_the_ports_that_the_container_declares(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var options = PodConfiguration.Read(variant).Options;

        Assert.Equal(SourceKind.Kubernetes, options.Source);
        Assert.Equal("node-1", options.NodeName);
        Assert.Equal(
            new Dictionary<string, int> { ["http"] = options.Http.HttpPort, ["https"] = options.Http.HttpsPort, ["health"] = options.HealthListen.Port },
            variant.Pod.Gateway.Ports);
        // Every address of both families.
        Assert.Equal("::", options.HealthListen.Address.ToString());
        Assert.Null(options.Http.ListenAddress);
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Every_key_exists_and_every_value_can_be_read(string name) =>
        Assert.Empty(PodConfiguration.Read(await Variant.RenderAsync(name)).Problems);

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_pod_knows_its_name_its_namespace_and_its_node(string name)
    {
        var environment = (await Variant.RenderAsync(name)).Pod.Gateway.Environment(PodFields.In("edge"));

        Assert.Equal(("node-1", "yarp-gateway-abcde", "edge"), (environment["NODE_NAME"], environment["POD_NAME"], environment["POD_NAMESPACE"]));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer)]
    [InlineData(Variant.Namespaced)]
    public async Task The_addresses_that_are_published_are_those_of_its_own_Service_wherever_it_is(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.Equal($"edge/{variant.Single("Service").Name}", variant.Pod.Gateway.Environment(PodFields.In("edge"))["Gateway__Status__PublishService"]);
    }

    [Theory]
    [MemberData(nameof(Variant.ClusterWide), MemberType = typeof(Variant))]
    public async Task The_class_is_the_one_that_the_gateway_calls_its_own(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var options = PodConfiguration.Read(variant).Options;
        var ingressClass = variant.Single("IngressClass");

        Assert.Equal((options.IngressClass, options.ControllerName), (ingressClass.Name, (string?)ingressClass.Json.At("spec.controller")));
    }
}
