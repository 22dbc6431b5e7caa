namespace Gateway.Deploy.Tests;

public sealed class ServiceTests
{
    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task The_Service_takes_the_pods_of_the_gateway_and_brings_80_and_443_to_its_ports(string name)
    {
        var variant = await Variant.RenderAsync(name);
        var service = variant.Single("Service");

        Assert.True(service.Json.At("spec.selector").Selects(variant.Pod.Labels));
        Assert.Equal(
            [(80, 8080), (443, 8443)],
            service.Json.At("spec.ports").Items().Select(port => ((int)port["port"]!, variant.Pod.Gateway.Resolve(port["targetPort"]))));
    }

    [Theory]
    [InlineData(Variant.LoadBalancer, "LoadBalancer", "Cluster")]
    [InlineData(Variant.Namespaced, "LoadBalancer", "Cluster")]
    [InlineData(Variant.NodePort, "NodePort", "Local")]
    [InlineData(Variant.NodePortIpvs, "NodePort", "Local")]
    public async Task Traffic_enters_as_the_variant_says(string name, string type, string policy)
    {
        var service = (await Variant.RenderAsync(name)).Single("Service");

        Assert.Equal((type, policy), ((string?)service.Json.At("spec.type"), (string?)service.Json.At("spec.externalTrafficPolicy")));
    }

    [Theory]
    [InlineData(Variant.NodePort)]
    [InlineData(Variant.NodePortIpvs)]
    public async Task Node_ports_are_fixed_and_of_the_range_that_Kubernetes_has_for_them(string name)
    {
        var ports = (await Variant.RenderAsync(name)).Single("Service").Json.At("spec.ports").Items().Select(port => (int?)port["nodePort"]);

        Assert.All(ports, port => Assert.InRange(port ?? 0, 30000, 32767));
    }

    [Theory]
    [MemberData(nameof(Variant.All), MemberType = typeof(Variant))]
    public async Task Health_is_not_reached_through_the_Service(string name)
    {
        var variant = await Variant.RenderAsync(name);

        Assert.DoesNotContain(
            8081,
            variant.Single("Service").Json.At("spec.ports").Items().Select(port => variant.Pod.Gateway.Resolve(port["targetPort"]) ?? 0));
    }
}
