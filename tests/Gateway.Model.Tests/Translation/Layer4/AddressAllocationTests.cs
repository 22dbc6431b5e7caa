using Gateway.Model.Resources;
using Gateway.Model.Translation;
using static Gateway.Model.Tests.Translation.Layer4.Layer4Scene;

namespace Gateway.Model.Tests.Translation.Layer4;

/// <summary>Which LoadBalancer Service gets which address.</summary>
public sealed class AddressAllocationTests
{
    private static readonly Func<ServiceSpec, ServiceSpec> Dual = spec => spec with { IpFamilies = ["IPv6", "IPv4"] };

    [Fact]
    public void The_oldest_gets_the_lowest_and_age_goes_before_name()
    {
        var result = Translate(Balanced("a").Created(3), Balanced("b").Created(1), Balanced("c"), Balanced("d").Created(1));

        Assert.Equal(
            ("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"),
            (result.AddressesOf("b"), result.AddressesOf("d"), result.AddressesOf("a"), result.AddressesOf("c")));
    }

    [Fact]
    public void Everybody_keeps_the_address_that_the_status_says_whoever_comes_later()
    {
        var result = Translate(Balanced("old").Created(1), Balanced("young").Created(2).Says("198.51.100.1"));

        Assert.Equal(("198.51.100.2", "198.51.100.1"), (result.AddressesOf("old"), result.AddressesOf("young")));
    }

    [Fact]
    public void Of_two_whose_status_says_the_same_the_older_keeps_it()
    {
        var result = Translate(Balanced("old").Created(1).Says("198.51.100.5"), Balanced("young").Created(2).Says("198.51.100.5"));

        Assert.Equal(("198.51.100.5", "198.51.100.1"), (result.AddressesOf("old"), result.AddressesOf("young")));
    }

    [Theory]
    [InlineData("203.0.113.1", "VIP")]
    [InlineData("198.51.100.0", "VIP")]
    [InlineData("198.51.100.7", "VIP")]
    [InlineData("203.0.113.1", "Proxy")]
    [InlineData("nonsense", "VIP")]
    public void An_address_in_the_status_that_is_not_of_a_pool_is_not_kept(string address, string mode) =>
        Assert.Equal("198.51.100.1", Translate(Balanced().Says(address, mode)).AddressesOf());

    [Theory]
    [InlineData("Proxy")]
    [InlineData("VIP")]
    [InlineData(null)]
    public void An_address_is_kept_whatever_mode_the_status_says_of_it(string? mode) =>
        Assert.Equal("198.51.100.5", Translate(Balanced().Says("198.51.100.5", mode)).AddressesOf());

    [Fact]
    public void An_address_that_is_written_to_the_status_changes_nothing()
    {
        var before = Translate(Balanced("a").Created(1), Balanced("b").Created(2));

        var after = before.Then(Balanced("b").Created(2).Says(before.AddressesOf("b")!, "Proxy"));

        Assert.Same(before.Desired.Layer4.Services, after.Desired.Layer4.Services);
    }

    [Fact]
    public void An_address_can_be_asked_for()
    {
        var result = Translate(Balanced("old").Created(1), Asks("198.51.100.1", "young").Created(2));

        Assert.Equal(("198.51.100.2", "198.51.100.1"), (result.AddressesOf("old"), result.AddressesOf("young")));
        Assert.Empty(result.Said("young"));
    }

    [Fact]
    public void An_address_that_is_asked_for_may_be_of_any_pool() => Assert.Equal(
        "192.0.2.1", TranslateWith(Options with { AddressPools = ["198.51.100.0/29", "192.0.2.0/31"] }, Asks("192.0.2.1")).AddressesOf());

    [Fact]
    public void Of_two_that_ask_for_the_same_the_older_gets_it_and_the_other_is_told_whose_it_is()
    {
        var result = Translate(Asks("198.51.100.3", "a").Created(2), Asks("198.51.100.3", "b").Created(1));

        Assert.Equal(("198.51.100.1", "198.51.100.3"), (result.AddressesOf("a"), result.AddressesOf("b")));
        Assert.Equal(["LoadBalancerIPTaken at spec.loadBalancerIP"], result.Said("a"));
        Assert.Contains("default/b", result.Conditions("a").First().Message, StringComparison.Ordinal);
        Assert.Equal(["LoadBalancerIPTaken at spec.loadBalancerIP"], result.Then(Asks("198.51.100.3", "a").Created(2).Says("198.51.100.1")).Said("a"));
    }

    [Theory]
    [InlineData("203.0.113.1", "LoadBalancerIPNotInPool")]
    [InlineData("198.51.100.0", "LoadBalancerIPNotInPool")]
    [InlineData("2001:db8::1", "InvalidLoadBalancerIP")]
    [InlineData("nonsense", "InvalidLoadBalancerIP")]
    public void What_cannot_be_had_is_told_and_the_lowest_is_used(string asked, string reason)
    {
        var result = Translate(Asks(asked));

        Assert.Equal("198.51.100.1", result.AddressesOf());
        Assert.Equal([$"{reason} at spec.loadBalancerIP"], result.Said());
    }

    [Fact]
    public void An_address_that_is_had_is_not_changed_for_one_that_is_asked_for_later()
    {
        var result = Translate(Asks("198.51.100.3").Says("198.51.100.2"));

        Assert.Equal("198.51.100.2", result.AddressesOf());
        Assert.Equal(["LoadBalancerIPNotUsed at spec.loadBalancerIP"], result.Said());
        Assert.Empty(Translate(Asks("198.51.100.3").Says("198.51.100.3")).Said());
    }

    [Fact]
    public void A_dual_stack_Service_gets_one_of_each_family_its_primary_one_first()
    {
        var result = Translate(Balanced(with: Dual));

        Assert.Equal("2001:db8::1, 198.51.100.1", result.AddressesOf());
        Assert.Equal(["LoadBalancer 198.51.100.1 80/TCP", "LoadBalancer 2001:db8::1 80/TCP"], result.Places());
    }

    [Theory]
    [InlineData("PreferDualStack", false)]
    [InlineData("RequireDualStack", true)]
    public void A_family_without_a_pool_is_told_to_those_that_require_it(string policy, bool isTold)
    {
        var result = TranslateWith(Options with { AddressPools = ["198.51.100.0/29"] }, Balanced(with: spec => Dual(spec) with { IpFamilyPolicy = policy }));

        Assert.Equal("198.51.100.1", result.AddressesOf());
        Assert.Equal(isTold ? ["NoAddressPool at spec.type"] : [], result.Said());
    }

    [Fact]
    public void Without_a_pool_of_its_family_a_Service_has_no_address_and_is_told_so()
    {
        var result = TranslateWith(Options with { AddressPools = ["2001:db8::/64"] }, Balanced(with: spec => spec with { IpFamilies = ["IPv4"] }));

        Assert.Equal("", result.AddressesOf());
        Assert.Empty(result.Desired.Layer4.Services);
        Assert.Equal(["NoAddressPool at spec.type"], result.Said());
        Assert.False(result.Desired.Claims.Values.Single().IsServed);
    }

    [Fact]
    public void A_Service_that_does_not_say_its_family_gets_that_of_the_first_pool() =>
        Assert.Equal("2001:db8::1", TranslateWith(Options with { AddressPools = ["2001:db8::/64", "198.51.100.0/29"] }, Balanced()).AddressesOf());

    [Fact]
    public void A_pool_that_is_exhausted_is_named_to_those_that_got_nothing()
    {
        var result = TranslateWith(Options with { AddressPools = ["198.51.100.0/30", "192.0.2.0/24"] }, Balanced("a"), Balanced("b"), Balanced("c"));

        Assert.Equal(("198.51.100.1", "198.51.100.2", ""), (result.AddressesOf("a"), result.AddressesOf("b"), result.AddressesOf("c")));
        Assert.Equal(["AddressPoolExhausted at spec.type"], result.Said("c"));
        Assert.Contains("198.51.100.0/30", result.Conditions("c").First().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("198.51.100.0/32", "198.51.100.0")]
    [InlineData("198.51.100.0/31", "198.51.100.0 198.51.100.1")]
    [InlineData("198.51.100.0/30", "198.51.100.1 198.51.100.2")]
    [InlineData("2001:db8::ffff/128", "2001:db8::ffff")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void A_pool_has_all_addresses_but_those_of_an_IPv4_network_itself(string pool, string addresses)
    {
        var names = Enumerable.Range(0, 4).Select(number => $"s{number}").ToArray();

        var result = TranslateWith(Options with { AddressPools = [pool] }, names.Select(name => Balanced(name)));

        Assert.Equal(addresses, string.Join(' ', names.Select(name => result.AddressesOf(name)).Where(address => address != "")));
    }

    [Fact]
    public void An_address_is_free_again_when_its_Service_goes()
    {
        var before = Translate(Balanced("a"), Balanced("b").Says("198.51.100.2"));
        var gone = Translator.Translate(before.Snapshot.Apply(ResourceChange.Delete(Balanced("a").Reference)), before, Options);

        Assert.Equal(("198.51.100.2", "198.51.100.1"), (gone.AddressesOf("b"), gone.Then(Balanced("c")).AddressesOf("c")));
    }

    [Fact]
    public void Without_a_pool_one_that_is_exposed_over_HTTP_is_served_there_alone()
    {
        var claim = TranslateWith(Options with { AddressPools = [] }, Balanced().Annotated(Annotations.Expose, "http")).Desired.Claims.Values.Single();

        Assert.True(claim.IsServed);
        Assert.Null(claim.VirtualAddresses);
    }

    [Fact]
    public void Without_a_pool_one_is_told_so() => Assert.Contains(
        "no address pool is configured", TranslateWith(Options with { AddressPools = [] }, Balanced())
            .Desired.Conditions.Values.Single().Items.Single().Message, StringComparison.Ordinal);

    [Fact]
    public void One_that_is_kept_off_layer_4_and_exposed_over_HTTP_has_no_address_of_its_own()
    {
        var service = Balanced().Annotated(Annotations.Expose, "http").Annotated(Annotations.Entry, "false");

        Assert.Equal(new Claim(service, IsServed: true), Translate(service).Desired.Claims.Values.Single());
    }

    private static Service Asks(string address, string name = "web") => Balanced(name, spec => spec with { LoadBalancerIP = address });
}
