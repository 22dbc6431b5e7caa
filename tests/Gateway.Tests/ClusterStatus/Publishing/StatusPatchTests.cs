using System.Text;
using Gateway.ClusterStatus.Publishing;
using Gateway.Model;
using Gateway.Model.Resources;

namespace Gateway.Tests.ClusterStatus.Publishing;

/// <summary>What goes over the wire, as a real API server took it.</summary>
public sealed class StatusPatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, 500, TimeSpan.Zero);
    private static readonly ObjectReference Ingress = new("Ingress", new("shop", "web"));
    private static readonly ObjectReference Service = new("Service", new("shop", "lb"));
    private static readonly ValueArray<LoadBalancerIngress> Addresses = [new() { Ip = "192.0.2.10" }];
    private static readonly WantedCondition Programmed = new(true, "Programmed", "", null);

    [Fact]
    public void Addresses_are_merged_over_the_version_that_was_looked_at()
    {
        var patch = Assert.Single(Build(Ingress, new("7", default, null), new(Addresses, null)));

        Assert.Equal("application/merge-patch+json", patch.ContentType);
        Assert.Equal("""{"metadata":{"resourceVersion":"7"},"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.10"}]}}}""", TextOf(patch));
    }

    [Fact]
    public void Addresses_are_taken_away_with_their_list()
    {
        var patch = Assert.Single(Build(Ingress, new("7", Addresses, null), WantedStatus.None));

        Assert.Equal("""{"metadata":{"resourceVersion":"7"},"status":{"loadBalancer":{"ingress":null}}}""", TextOf(patch));
    }

    [Fact]
    public void A_condition_is_applied_by_its_type()
    {
        var patch = Assert.Single(Build(Service, new("7", Addresses, null), new(Addresses, Programmed)));

        Assert.Equal("application/apply-patch+yaml", patch.ContentType);
        Assert.Contains("force=true", patch.Query, StringComparison.Ordinal);
        Assert.Equal(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"lb"},"status":{"conditions":[{"type":"yarp-gateway.io/Programmed","status":"True","lastTransitionTime":"2026-11-22T00:00:00Z","reason":"Programmed","message":""}]}}
            """.Trim(),
            TextOf(patch));
    }

    [Fact]
    public void A_condition_is_taken_away_by_applying_none()
    {
        var patch = Assert.Single(Build(Service, new("7", default, Observed("True", Now)), WantedStatus.None));

        Assert.Equal("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"lb"}}""", TextOf(patch));
    }

    [Theory]
    [InlineData("True", "2020-01-01T00:00:00Z")]
    [InlineData("False", "2026-11-22T00:00:00Z")]
    public void The_moment_of_transition_changes_with_the_status_alone(string before, string since)
    {
        var observed = Observed(before, new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)) with { Reason = "Another" };

        Assert.Contains($"\"lastTransitionTime\":\"{since}\"", TextOf(Assert.Single(Build(Service, new("7", Addresses, observed), new(Addresses, Programmed)))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_generation_that_was_looked_at_is_said_where_there_is_one() => Assert.Contains(
        "\"observedGeneration\":4",
        TextOf(Assert.Single(Build(Service, new("7", Addresses, null), new(Addresses, Programmed with { ObservedGeneration = 4 })))),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_as_wanted_is_not_written() =>
        Assert.Empty(Build(Service, new("7", Addresses, Observed("True", Now)), new(Addresses, Programmed)));

    [Fact]
    public void Addresses_in_another_order_are_as_wanted()
    {
        ValueArray<LoadBalancerIngress> one = [new() { Ip = "192.0.2.1" }, new() { Ip = "192.0.2.2" }];
        ValueArray<LoadBalancerIngress> other = [new() { Ip = "192.0.2.2" }, new() { Ip = "192.0.2.1" }];

        Assert.Empty(Build(Ingress, new("7", one, null), new(other, null)));
    }

    [Fact]
    public void A_mode_that_differs_is_a_difference()
    {
        ValueArray<LoadBalancerIngress> byProxy = [new() { Ip = "192.0.2.10", IpMode = "Proxy" }];

        Assert.Contains(
            """[{"ip":"192.0.2.10","ipMode":"Proxy"}]""",
            TextOf(Assert.Single(Build(Service, new("7", [new() { Ip = "192.0.2.10", IpMode = "VIP" }], null), new(byProxy, null)))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Both_parts_are_two_writes() =>
        Assert.Equal([StatusPart.Addresses, StatusPart.Condition], Build(Service, new("7", default, null), new(Addresses, Programmed)).Select(patch => patch.Part));

    private static StatusCondition Observed(string status, DateTimeOffset since) =>
        new() { Type = WantedCondition.Type, Status = status, Reason = "Programmed", Message = "", LastTransitionTime = since };

    private static StatusPatch[] Build(ObjectReference reference, ObservedStatus observed, WantedStatus wanted) =>
        [.. StatusPatch.Build(reference, observed, wanted, Now)];

    private static string TextOf(StatusPatch patch) => Encoding.UTF8.GetString(patch.Body);
}
