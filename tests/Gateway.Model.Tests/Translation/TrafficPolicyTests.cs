using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

public sealed class TrafficPolicyTests
{
    [Theory]
    [InlineData(null, TrafficPolicy.Cluster)]
    [InlineData("Cluster", TrafficPolicy.Cluster)]
    [InlineData("Local", TrafficPolicy.Local)]
    public void The_internal_policy_is_the_Services(string? policy, TrafficPolicy expected)
    {
        Assert.Equal(expected, TrafficPolicies.InternalOf(Shop.ServiceWith(new() { InternalTrafficPolicy = policy })));
    }

    [Theory]
    [InlineData("NodePort", null, TrafficPolicy.Local)]
    [InlineData("LoadBalancer", null, TrafficPolicy.Local)]
    [InlineData("ClusterIP", "192.0.2.1", TrafficPolicy.Local)]
    [InlineData(null, "192.0.2.1", TrafficPolicy.Local)]
    [InlineData("ClusterIP", null, TrafficPolicy.Cluster)]
    [InlineData(null, null, TrafficPolicy.Cluster)]
    [InlineData("ExternalName", "192.0.2.1", TrafficPolicy.Cluster)]
    public void The_external_policy_holds_where_the_Service_is_reachable_from_outside(string? type, string? externalIP, TrafficPolicy expected)
    {
        var service = Shop.ServiceWith(new()
        {
            Type = type,
            ExternalIPs = externalIP is null ? null : [externalIP],
            ExternalTrafficPolicy = "Local",
        });

        Assert.Equal(expected, TrafficPolicies.ExternalOf(service));
    }

    [Fact]
    public void A_Service_without_a_spec_has_the_Cluster_policy()
    {
        var service = Shop.Service with { Spec = null };

        Assert.Equal((TrafficPolicy.Cluster, TrafficPolicy.Cluster), (TrafficPolicies.InternalOf(service), TrafficPolicies.ExternalOf(service)));
    }
}
