using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>A change reaches the ports that depend on it, and nothing else.</summary>
public sealed class Layer4LocalityTests
{
    private static readonly TranslationResult Before = Translate(
        Balanced("a"), Slice("a", "1"), Balanced("b"), Slice("b", "2"), TestObjects.Service("c"), Slice("c", "3"));

    [Fact]
    public void A_changed_slice_changes_the_ports_of_its_Service()
    {
        var after = Before.Then(Slice("a", "1", "9"));

        Assert.Equal("a", Assert.Single(after.Desired.Layer4.Services.ChangesSince(Before.Desired.Layer4.Services)).Key.Service.Name);
        Assert.Same(Before.AddressAllocations, after.AddressAllocations);
        Assert.Same(Before.FrontendOwners, after.FrontendOwners);
        Assert.Same(Before.Desired.Claims, after.Desired.Claims);
    }

    [Fact]
    public void The_slice_of_a_Service_that_is_not_on_layer_4_changes_nothing_there()
    {
        var after = Before.Then(Slice("c", "3", "9"));

        Assert.Same(Before.Layer4, after.Layer4);
        Assert.Same(Before.Desired.Layer4.Services, after.Desired.Layer4.Services);
    }

    [Fact]
    public void A_Service_that_is_not_on_layer_4_is_in_none_of_its_tables()
    {
        var after = Before.Then(TestObjects.Service("d"));

        Assert.Same(Before.Layer4Requests, after.Layer4Requests);
        Assert.Same(Before.Layer4Plans, after.Layer4Plans);
        Assert.Same(Before.FrontendClaims, after.FrontendClaims);
    }

    [Fact]
    public void A_Service_that_says_the_same_in_another_instance_changes_nothing_but_its_claim()
    {
        var after = Before.Then(Balanced("a"));

        Assert.Same(Before.AddressRequests, after.AddressRequests);
        Assert.Same(Before.Desired.Layer4.Services, after.Desired.Layer4.Services);
    }

    [Fact]
    public void A_new_LoadBalancer_Service_leaves_those_that_keep_their_address_as_they_are()
    {
        var after = Before.Then(Balanced("e"));

        Assert.Equal("e", Assert.Single(after.Desired.Layer4.Services.ChangesSince(Before.Desired.Layer4.Services)).Key.Service.Name);
    }

    [Fact]
    public void The_gateway_s_own_zone_decides_which_hints_apply()
    {
        var service = Entry();
        var east = Translate(service, Slice("web", "1 for-zone=east", "2 for-zone=west"), NodeIn("east"));

        Assert.Equal("1", EndpointText.Write(east.Frontend(FrontendKind.ClusterIP).Backends));
        Assert.Equal("2", EndpointText.Write(east.Then(NodeIn("west")).Frontend(FrontendKind.ClusterIP).Backends));
    }

    private static Node NodeIn(string zone) => new()
    {
        Metadata = new() { Name = Options.NodeName, Labels = new Dictionary<string, string> { [Node.ZoneLabel] = zone } },
    };
}
