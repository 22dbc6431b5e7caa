using System.Net;
using System.Net.NetworkInformation;
using Gateway.Netlink.Routing;
using Gateway.Netlink.Tests.Support;

namespace Gateway.Netlink.Tests.Routing;

/// <summary>Links and addresses of this machine's kernel, in a network namespace of the test's own.</summary>
public sealed class LinkClientTests
{
    private const int EEXIST = 17;
    private const int ENODEV = 19;
    private const int EOPNOTSUPP = 95;
    private const int EADDRNOTAVAIL = 99;

    [Fact]
    public void A_new_namespace_has_a_loopback_that_is_down() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var loopback = client.FindLink("lo");

        Assert.Equal(new(1, "lo", IsUp: false, IsNoArp: false, null, 65_536), loopback);
        Assert.Contains(loopback, client.ListLinks());
    });

    [Fact]
    public void A_link_that_is_not_there_is_null() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();

        Assert.Null(client.FindLink("gateway0"));
    });

    [Fact]
    public void A_link_that_is_set_up_is_up() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        client.SetUp(1);

        Assert.True(client.FindLink("lo")?.IsUp);
    });

    [Fact]
    public void A_dummy_link_comes_and_goes() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Dummy(client);

        Assert.Equal(("gateway0", false, true, "dummy"), (link.Name, link.IsUp, link.IsNoArp, link.Kind));
        Assert.Equal(EEXIST, Assert.Throws<NetlinkException>(() => client.AddDummy("gateway0")).Error);
        client.SetUp(link.Index);
        Assert.Equal(link with { IsUp = true }, client.FindLink("gateway0"));
        client.DeleteLink(link.Index);
        Assert.Null(client.FindLink("gateway0"));
    });

    [Fact]
    public void A_link_of_any_kind_comes_and_goes() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Bridge(client);

        Assert.Equal(("bridge0", false, true, "bridge"), (link.Name, link.IsUp, link.IsNoArp, link.Kind));
        Assert.Contains(link, client.ListLinks());
        client.DeleteLink(link.Index);
        Assert.DoesNotContain(link, client.ListLinks());
    });

    [Fact]
    public void A_kind_that_the_kernel_does_not_have_is_refused_with_its_name() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var error = Assert.Throws<NetlinkException>(() => client.Add("gateway0", "nosuchkind"));

        Assert.Equal(EOPNOTSUPP, error.Error);
        Assert.StartsWith("cannot add the nosuchkind link gateway0: EOPNOTSUPP (", error.Message, StringComparison.Ordinal);
        // Kernels since 5.9 say in their own words what they do not know.
        Assert.EndsWith(": Unknown device type", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_link_that_is_not_there_can_neither_be_set_up_nor_deleted() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();

        Assert.Equal(ENODEV, Assert.Throws<NetlinkException>(() => client.SetUp(77)).Error);
        Assert.Equal(ENODEV, Assert.Throws<NetlinkException>(() => client.DeleteLink(77)).Error);
    });

    [Fact]
    public void Addresses_are_read_back_as_they_were_added() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Bridge(client);
        LinkAddress[] addresses =
        [
            new(link.Index, IPAddress.Parse("10.96.0.1"), 32),
            new(link.Index, IPAddress.Parse("192.0.2.7"), 24),
            new(link.Index, IPAddress.Parse("fd00::53"), 128),
            new(link.Index, IPAddress.Parse("2001:db8::7"), 64),
        ];

        Assert.Empty(client.Execute([.. addresses.Select(address => new AddressCommand.Add(address.LinkIndex, address.Address, address.PrefixLength))]));

        Assert.Equal(addresses.OrderBy(Text), client.ListAddresses().OrderBy(Text));
        Assert.Empty(client.Execute([.. addresses.Skip(1).Select(address => new AddressCommand.Delete(address.LinkIndex, address.Address, address.PrefixLength))]));
        Assert.Equal(addresses[..1], client.ListAddresses());
    });

    [Fact]
    public void An_address_brings_no_route_to_its_prefix() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Bridge(client);
        client.SetUp(link.Index);
        client.Execute([new AddressCommand.Add(link.Index, IPAddress.Parse("192.0.2.7"), 24)]);

        Assert.DoesNotContain("000200C0", File.ReadAllText("/proc/thread-self/net/route"), StringComparison.Ordinal);
    });

    [Fact]
    public void What_the_kernel_refuses_is_matched_to_its_command_and_the_rest_is_done() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Bridge(client);

        var failures = client.Execute(
        [
            new AddressCommand.Add(link.Index, IPAddress.Parse("10.96.0.1"), 32),
            new AddressCommand.Add(link.Index, IPAddress.Parse("10.96.0.1"), 32),
            new AddressCommand.Delete(link.Index, IPAddress.Parse("10.96.0.2"), 32),
            new AddressCommand.Add(77, IPAddress.Parse("10.96.0.3"), 32),
            new AddressCommand.Add(link.Index, IPAddress.Parse("10.96.0.4"), 32),
        ]);

        Assert.Equal([(1, EEXIST), (2, EADDRNOTAVAIL), (3, ENODEV)], failures.Select(failure => (failure.Index, failure.Error)));
        Assert.Equal(["10.96.0.1", "10.96.0.4"], client.ListAddresses().Select(address => address.Address.ToString()));
    });

    [Fact]
    public void Ten_thousand_addresses_are_added_read_refused_and_deleted_at_once() => NetworkNamespace.Run(() =>
    {
        using var client = LinkClient.Open();
        var link = Bridge(client);
        var addresses = Enumerable.Range(0, 10_000).Select(index => new IPAddress([10, 1, (byte)(index >> 8), (byte)index])).ToArray();
        AddressCommand[] add = [.. addresses.Select(address => new AddressCommand.Add(link.Index, address, 32))];

        Assert.Empty(client.Execute(add));
        Assert.Equal(addresses.Select(address => address.ToString()).ToHashSet(), client.ListAddresses().Select(address => address.Address.ToString()).ToHashSet());
        Assert.Equal(Enumerable.Range(0, 10_000).Select(index => (index, EEXIST)), client.Execute(add).Select(failure => (failure.Index, failure.Error)));
        Assert.Empty(client.Execute([.. addresses.Select(address => new AddressCommand.Delete(link.Index, address, 32))]));
        Assert.Empty(client.ListAddresses());
    });

    [Fact]
    public void The_links_of_this_machine_are_those_that_the_framework_sees()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "netlink is Linux's");
        using var client = LinkClient.Open();

        Assert.Superset(
            NetworkInterface.GetAllNetworkInterfaces().Select(link => link.Name).ToHashSet(StringComparer.Ordinal),
            client.ListLinks().Select(link => link.Name).ToHashSet(StringComparer.Ordinal));
    }

    private static Link Dummy(LinkClient client)
    {
        try
        {
            return client.AddDummy("gateway0");
        }
        catch (NetlinkException error) when (error.Error == EOPNOTSUPP)
        {
            Assert.Skip($"this kernel has no dummy links: {error.Message}");
            throw;
        }
    }

    /// <summary>Every kernel that runs containers has these, and not each has the dummy link.</summary>
    private static Link Bridge(LinkClient client)
    {
        try
        {
            return client.Add("bridge0", "bridge");
        }
        catch (NetlinkException error) when (error.Error == EOPNOTSUPP)
        {
            Assert.Skip($"this kernel has no bridges: {error.Message}");
            throw;
        }
    }

    private static string Text(LinkAddress address) => address.ToString();
}
