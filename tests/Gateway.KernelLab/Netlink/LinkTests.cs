using System.Net;
using System.Text.Json.Nodes;
using Gateway.Netlink;
using Gateway.Netlink.Routing;

namespace Gateway.KernelLab.Netlink;

/// <summary>The dummy link and its addresses as we make them, and as the command <c>ip</c> reads them.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly NetworkNamespace _place = NetworkNamespace.Create("link");
    private readonly LinkClient _links;

    public LinkTests() => _links = _place.Inside(LinkClient.Open);

    public void Dispose()
    {
        _links.Dispose();
        _place.Dispose();
    }

    [KernelFact]
    public void The_dummy_link_answers_no_ARP_and_is_up_when_it_is_set_up()
    {
        var link = _links.AddDummy("gateway0");
        Assert.Equal(["BROADCAST", "NOARP"], Flags());
        Assert.Equal(link, _links.FindLink("gateway0"));

        _links.SetUp(link.Index);

        Assert.Equal(["BROADCAST", "LOWER_UP", "NOARP", "UP"], Flags());
        Assert.Equal(link with { IsUp = true }, _links.FindLink("gateway0"));
        var read = Read();
        Assert.Equal(
            (link.Index, link.Kind, (int)link.Mtu),
            (read["ifindex"]!.GetValue<int>(), read["linkinfo"]!["info_kind"]!.GetValue<string>(), read["mtu"]!.GetValue<int>()));
    }

    [KernelFact]
    public void A_second_link_of_a_name_is_refused_and_a_deleted_one_is_gone()
    {
        var link = _links.AddDummy("gateway0");
        Assert.Equal(17, Assert.Throws<NetlinkException>(() => _links.AddDummy("gateway0")).Error);

        _links.DeleteLink(link.Index);

        Assert.Null(_links.FindLink("gateway0"));
        Assert.Equal(["lo"], _links.ListLinks().Select(one => one.Name));
    }

    [KernelFact]
    public void Addresses_are_what_ip_shows()
    {
        var link = _links.AddDummy("gateway0");
        _links.SetUp(link.Index);
        (IPAddress Address, int Prefix)[] addresses =
            [(IPAddress.Parse("10.96.0.1"), 32), (IPAddress.Parse("fd00:96::1"), 128), (IPAddress.Parse("192.0.2.1"), 24)];

        var failures = _links.Execute(
        [
            .. addresses.Select(one => new AddressCommand.Add(link.Index, one.Address, one.Prefix)),
            new AddressCommand.Add(link.Index, addresses[0].Address, 32),
            new AddressCommand.Delete(link.Index, IPAddress.Parse("10.96.0.9"), 32),
        ]);

        Assert.Equal([(3, 17), (4, 99)], failures.Select(failure => (failure.Index, failure.Error)));
        Assert.Equal(addresses.Select(one => $"{one.Address}/{one.Prefix}").Order(StringComparer.Ordinal), Addresses());
        Assert.Equal(
            Addresses(),
            _links.ListAddresses().Where(one => one.LinkIndex == link.Index && !one.Address.IsIPv6LinkLocal)
                .Select(one => $"{one.Address}/{one.PrefixLength}").Order(StringComparer.Ordinal));
        // One that may still turn out to be a duplicate cannot be used yet.
        Assert.DoesNotContain(Read()["addr_info"]!.AsArray(), one => one!["tentative"] is not null && one["scope"]!.GetValue<string>() == "global");

        Assert.Empty(_links.Execute([.. addresses.Select(one => new AddressCommand.Delete(link.Index, one.Address, one.Prefix))]));
        Assert.Empty(Addresses());
    }

    [KernelFact]
    public void Thousands_of_addresses_go_in_and_come_out()
    {
        var link = _links.AddDummy("gateway0");
        IPAddress[] addresses = [.. Enumerable.Range(0, 3000).Select(number => IPAddress.Parse($"10.97.{number / 250}.{(number % 250) + 1}"))];

        Assert.Empty(_links.Execute([.. addresses.Select(address => new AddressCommand.Add(link.Index, address, 32))]));

        Assert.Equal(addresses.ToHashSet(), _links.ListAddresses().Where(one => one.LinkIndex == link.Index).Select(one => one.Address).ToHashSet());
        Assert.Equal(3000, Addresses().Count);
    }

    private JsonNode Read() => JsonNode.Parse(_place.Run("ip", "-d", "-j", "address", "show", "dev", "gateway0"))!.AsArray()[0]!;

    private List<string> Flags() => [.. Read()["flags"]!.AsArray().Select(flag => flag!.GetValue<string>()).Order(StringComparer.Ordinal)];

    /// <summary>Without the link-local ones, which the kernel gives by itself.</summary>
    private List<string> Addresses() =>
    [
        .. Read()["addr_info"]!.AsArray().Where(one => one!["scope"]!.GetValue<string>() == "global")
            .Select(one => $"{one!["local"]!.GetValue<string>()}/{one["prefixlen"]!.GetValue<int>()}").Order(StringComparer.Ordinal),
    ];
}
