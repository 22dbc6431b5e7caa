using FsCheck;
using FsCheck.Fluent;
using Gateway.Model.Translation;

namespace Gateway.Model.Tests.Translation;

/// <summary>What holds of a selection whatever the endpoints, seen from node <c>a</c> in zone <c>z1</c>.</summary>
public sealed class BackendSelectorProperties
{
    private static readonly NodeTopology Node = new("a", "z1");

    private static readonly Gen<string> State = Gen.Elements(
        "", "ready", "not-ready", "not-ready serving", "not-ready serving terminating", "not-ready not-serving terminating");

    private static readonly Gen<string> Place = Gen.Elements("", "on=a", "on=b", "on=a for-node=a", "on=b for-node=b");

    private static readonly Gen<string> Zone = Gen.Elements("", "for-zone=z1", "for-zone=z2", "for-zone=z1,z2");

    /// <summary>Endpoints of different addresses, in any order.</summary>
    private static readonly Gen<string[]> Endpoints =
        from words in (from state in State from place in Place from zone in Zone select $"{state} {place} {zone}").ArrayOf()
        from shuffled in Gen.Shuffle(words.Take(250).Select((text, i) => $"{i} {text}").ToArray())
        select shuffled;

    [Fact]
    public void How_endpoints_are_spread_over_slices_does_not_matter() => ForAll(endpoints =>
    {
        var half = endpoints.Length / 2;

        Assert.Equal(Select(endpoints), Select(endpoints[half..], endpoints[..half]));
    });

    [Fact]
    public void Traffic_is_never_refused_while_a_usable_endpoint_is_where_the_policy_looks() => ForAll(endpoints =>
    {
        var usable = endpoints.Where(line => IsReady(line) || IsTerminating(line)).ToArray();
        var selection = Select(endpoints);

        Assert.Equal(usable.Length > 0, !selection.Cluster.IsEmpty);
        Assert.Equal(usable.Any(line => line.Contains("on=a", StringComparison.Ordinal)), !selection.Local.IsEmpty);
    });

    [Fact]
    public void Ready_and_terminating_endpoints_are_never_mixed() => ForAll(endpoints =>
    {
        var ready = endpoints.Where(IsReady).Select(line => $"10.0.0.{line.Split(' ')[0]}").ToHashSet();
        var selection = Select(endpoints);

        foreach (var policy in Enum.GetValues<TrafficPolicy>())
            Assert.True(selection.For(policy).Select(backend => ready.Contains(backend.Address)).Distinct().Count() <= 1);
    });

    [Fact]
    public void Local_backends_are_on_this_node() =>
        ForAll(endpoints => Assert.All(Select(endpoints).Local, backend => Assert.Equal("a", backend.NodeName)));

    private static bool IsReady(string line) => !line.Contains("not-ready", StringComparison.Ordinal);

    private static bool IsTerminating(string line) => line.Contains(" serving terminating", StringComparison.Ordinal);

    private static void ForAll(Action<string[]> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(12), Prop.ForAll(Endpoints.ToArbitrary(), property));

    private static BackendSelection Select(params string[][] slices)
    {
        var group = Shop.Group([.. slices.Select((endpoints, i) => Shop.Slice($"s{i}", endpoints))]);
        return BackendSelector.Select(Shop.Service, Shop.HttpPort, group, Node);
    }
}
