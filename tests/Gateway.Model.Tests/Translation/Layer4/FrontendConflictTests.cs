using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>Two Services that want the same address and port.</summary>
public sealed class FrontendConflictTests
{
    private static readonly Service Old = External("old", 80).Created(1);
    private static readonly Service Young = External("young", 80, 443).Created(2);

    [Fact]
    public void The_older_has_it_and_the_other_keeps_the_rest_and_is_told_who_won()
    {
        var result = Translate(Old, Young);

        Assert.Contains("ExternalIP 192.0.2.7 80/TCP", result.Places("old"));
        Assert.Equal(
            ["ClusterIP 10.96.0.2 80/TCP", "ClusterIP 10.96.0.2 443/TCP", "ExternalIP 192.0.2.7 443/TCP"],
            result.Places("young"));
        Assert.Empty(result.Said("old"));
        Assert.Equal(["Conflict at spec.externalIPs[0]"], result.Said("young"));
        Assert.Contains(
            "192.0.2.7:80/TCP is already served for Service default/old, which takes precedence",
            result.Conditions("young").Select(condition => condition.Message));
    }

    [Fact]
    public void Of_two_of_the_same_age_the_name_decides()
    {
        var result = Translate(External("b", 80), External("a", 80));

        Assert.Contains("ExternalIP 192.0.2.7 80/TCP", result.Places("a"));
        Assert.DoesNotContain("ExternalIP 192.0.2.7 80/TCP", result.Places("b"));
    }

    [Fact]
    public void When_the_winner_goes_the_other_has_it()
    {
        var both = Translate(Old, Young);

        var after = Translator.Translate(both.Snapshot.Apply(ResourceChange.Delete(Old.Reference)), both, Options);

        Assert.Contains("ExternalIP 192.0.2.7 80/TCP", after.Places("young"));
        Assert.Empty(after.Said("young"));
    }

    [Fact]
    public void When_an_older_one_comes_it_takes_over()
    {
        var after = Translate(Young, Slice("young", "1")).Then(Old);

        Assert.Contains("ExternalIP 192.0.2.7 80/TCP", after.Places("old"));
        Assert.DoesNotContain("ExternalIP 192.0.2.7 80/TCP", after.Places("young"));
    }

    [Fact]
    public void A_port_of_which_nothing_is_left_is_not_served()
    {
        var result = Translate(Entry("a"), Entry("b"));

        Assert.Single(result.Places("a"));
        Assert.Empty(result.PortsOf("b"));
        Assert.Equal(["Conflict at spec.clusterIP"], result.Said("b"));
    }

    [Fact]
    public void Other_protocols_do_not_conflict() => Assert.Equal(
        ["ClusterIP 10.96.0.1 80/UDP"],
        Translate(Entry("a"), Entry("b", spec => spec with { Ports = [new() { Port = 80, Protocol = "UDP" }] })).Places("b"));

    [Fact]
    public void A_node_port_that_is_taken_is_told_once_for_both_families()
    {
        var result = Translate(Numbered("a", 1), Numbered("b", 2));

        Assert.Equal(4, result.Places("a").Count());
        Assert.Equal(["ClusterIP 10.96.0.2 80/TCP", "ClusterIP fd00::2 80/TCP"], result.Places("b"));
        Assert.Equal("node port 30080/TCP is already served for Service default/a, which takes precedence", Assert.Single(result.Conditions("b"), IsConflict).Message);
    }

    private static bool IsConflict(Condition condition) => condition.Reason == "Conflict";

    private static Service Numbered(string name, int number) => Entry(name, spec => spec with
    {
        Type = "NodePort",
        ClusterIPs = [$"10.96.0.{number}", $"fd00::{number}"],
        Ports = [new() { Port = 80, NodePort = 30080 }],
    });

    private static Service External(string name, params int[] ports) => Entry(name, spec => spec with
    {
        ClusterIP = name == "old" ? "10.96.0.1" : "10.96.0.2",
        ExternalIPs = ["192.0.2.7"],
        Ports = [.. ports.Select(port => new ServicePort { Name = $"p{port}", Port = port })],
    });
}
