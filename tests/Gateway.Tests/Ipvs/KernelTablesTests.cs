using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;
using Gateway.Ipvs.Planning;
using Gateway.Model;
using Gateway.Model.Translation;
using Gateway.Netlink.Ipvs;
using Gateway.Netlink.Nftables;

namespace Gateway.Tests.Ipvs;

/// <summary>The gateway's tables in a real kernel, and somebody who edits them with nft.</summary>
public sealed class KernelTablesTests
{
    private const string Strangers = "table ip strangers { set s { type ipv4_addr; elements = { 192.0.2.1 } }; chain c { ip saddr @s drop; }; }";

    private static readonly ValueArray<IPNetwork> Pods = [IPNetwork.Parse("10.244.0.0/16"), IPNetwork.Parse("10.245.0.0/16"), IPNetwork.Parse("fd00:244::/64")];
    private static readonly NodeFacts Facts = NodeFacts.None with { NodeAddresses = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], PodNetworks = Pods };
    private static readonly IpvsPlan Plan = IpvsPlan.Build(Services.State(EveryKind()), Facts);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [InlineData("delete element ip gateway services { 10.96.0.1 . tcp . 80 }", 1)]
    [InlineData("add element ip gateway services { 10.96.0.2 . tcp . 80, 10.96.0.3 . 99 . 80 }", 2)]
    [InlineData("add element ip gateway services { * }", 1)]
    [InlineData("flush set ip6 gateway services", 2)]
    [InlineData("delete element ip gateway owned { 192.0.2.7 . udp . 30001 }", 1)]
    [InlineData("add element ip gateway addresses { 192.0.2.99 }", 1)]
    [InlineData("delete element ip gateway hairpin { 10.244.0.1 . 10.244.0.1 }", 1)]
    [InlineData("add element ip gateway hairpin { 10.244.0.1 . 10.244.0.2 }", 1)]
    [InlineData("add element ip6 gateway hairpin { ::ffff:10.0.0.1 . fe80::1 }", 1)]
    [InlineData("delete element ip gateway verdicts { 10.96.0.9 . tcp . 80 : drop }", 1)]
    [InlineData("delete element ip gateway verdicts { 10.96.0.9 . tcp . 80 }\nadd element ip gateway verdicts { 10.96.0.9 . tcp . 80 : accept }", 2)]
    [InlineData("delete element ip gateway verdicts { 10.96.0.8 . tcp . 80 }\nadd element ip gateway verdicts { 10.96.0.8 . tcp . 80 : jump refuse }", 2)]
    [InlineData("delete element ip gateway verdicts { 10.96.0.8 . tcp . 80 }\nadd element ip gateway verdicts { 10.96.0.8 . tcp . 80 : goto marking }", 2)]
    [InlineData("add element ip gateway verdicts { * : drop }", 1)]
    [InlineData("delete element ip gateway source_ranges { 10.96.0.1 . tcp . 80 . 10.0.0.0/8 }", 1)]
    [InlineData("delete element ip gateway source_ranges { 10.96.0.1 . tcp . 80 . 10.0.0.0/8 }\nadd element ip gateway source_ranges { 10.96.0.1 . tcp . 80 . 0.0.0.0/1 }", 2)]
    [InlineData("add element ip gateway source_ranges { 10.96.0.2 . tcp . 80 . 0.0.0.0/0, 10.96.0.3 . 6-17 . 1-65535 . 10.0.0.1-10.0.0.6 }", 2)]
    [InlineData("add element ip gateway source_ranges { 10.96.0.0/24 . tcp . 90 . 255.0.0.0/8 }", 1)]
    [InlineData("add element ip6 gateway source_ranges { fd00:96::1 . tcp . 80 . 2001:db8::1-2001:db8::9 }", 1)]
    [InlineData("delete element ip gateway pod_networks { 10.244.0.0-10.245.255.255 }", 1)]
    [InlineData("add element ip gateway pod_networks { 10.0.0.0/8 }", 2)]
    [InlineData("add element ip gateway pod_networks { 172.16.0.1 }", 1)]
    [InlineData("add element ip gateway pod_networks { 240.0.0.0/4 }", 1)]
    [InlineData("add element ip6 gateway pod_networks { ff00::/8, ::/1 }", 2)]
    public void Elements_that_somebody_changed_are_put_right_and_nothing_else(string edit, int repairs) => KernelTables.Run(tables =>
    {
        tables.Edit(Strangers);
        var filter = tables.Write(Plan);
        var (before, fingerprint) = (tables.List(), tables.Network.ReadFingerprint());
        Assert.Equal(0, filter.Read().Count);
        tables.Edit(edit);
        Assert.NotEqual(before, tables.List());

        var difference = filter.Read();
        filter.Write(Plan, _ => true);

        Assert.Equal((repairs, false), (difference.Count, difference.IsOfTables));
        Assert.Equal(before, tables.List());
        Assert.Equal(fingerprint, tables.Network.ReadFingerprint());
        Assert.Equal(0, filter.Read().Count);
    });

    [Theory]
    [InlineData("insert rule ip gateway guard accept")]
    [InlineData("flush chain ip6 gateway leaving")]
    [InlineData("add chain ip gateway mine { type filter hook input priority -500; policy drop; }")]
    [InlineData("add chain ip gateway guard_outgoing { policy drop; }")]
    [InlineData("add set ip gateway mine { type ipv4_addr; }")]
    [InlineData("add counter ip gateway mine")]
    [InlineData("add table ip gateway { flags dormant; }")]
    [InlineData("delete table ip gateway")]
    [InlineData("flush ruleset")]
    public void Tables_that_somebody_changed_are_made_anew(string edit) => KernelTables.Run(tables =>
    {
        var filter = tables.Write(Plan);
        var before = tables.List();
        tables.Edit(edit);

        Assert.True(filter.Read().IsOfTables);
        filter.Write(Plan, _ => true);

        Assert.Equal(before, tables.List());
        Assert.Equal(0, filter.Read().Count);
    });

    [Fact]
    public void What_others_do_to_tables_of_their_own_is_no_difference() => KernelTables.Run(tables =>
    {
        var filter = tables.Write(Plan);
        tables.Edit(Strangers);
        tables.Edit("table ip6 gateways { chain gateway { accept; }; set services { type ipv6_addr; }; }\ntable inet gateway { chain guard { drop; }; }");

        Assert.Equal(0, filter.Read().Count);
    });

    /// <summary>Or what was written would be repaired for ever.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_written_is_read_back_as_the_same(int seed) => KernelTables.Run(tables =>
    {
        var random = new Random(seed);
        var pods = Enumerable.Range(0, random.Next(6)).Select(_ => Network(random, random.Next(2) == 0)).ToValueArray();
        var elements = RandomElements(random);
        var written = Written(elements);
        tables.Edit(NftablesText.Whole(elements, pods));
        var (none, isAsWritten) = tables.Compare(written, pods);
        Assert.Equal((0, true), (none.Count, isAsWritten));

        var gone = elements.Where(_ => random.Next(8) == 0).ToHashSet();
        var strange = Strange(random, elements);
        tables.Edit(NftablesText.Changes(strange, gone));
        (var difference, isAsWritten) = tables.Compare(written, pods);

        Assert.False(isAsWritten);
        Assert.Equal(gone, difference.Missing.ToHashSet());
        Assert.Equal(strange.Count, difference.Foreign.Count);
        tables.Edit(NftablesText.Repair(difference, pods));
        Assert.Equal((0, true), (tables.Compare(written, pods).Difference.Count, tables.Compare(written, pods).IsAsWritten));
    });

    [Fact]
    public void A_transaction_that_changes_anything_makes_the_next_generation_and_no_other_does() => KernelTables.Run(tables =>
    {
        tables.Write(Plan);
        var generation = tables.Network.ReadGeneration();
        tables.Edit("add element ip gateway services { 10.96.0.1 . tcp . 80 }");
        Assert.Throws<IOException>(() => tables.Edit("add element ip gateway services { 10.96.0.77 . tcp . 80 }\ndelete element ip gateway services { 10.96.0.78 . tcp . 80 }"));
        tables.List();
        Assert.Equal(generation, tables.Network.ReadGeneration());

        tables.Edit("add element ip gateway services { 10.96.0.77 . tcp . 80 }\nadd element ip gateway services { 10.96.0.78 . tcp . 80 }");

        Assert.Equal(NftablesClient.Following(generation), tables.Network.ReadGeneration());
    });

    [Fact]
    public void A_hundred_thousand_elements_are_compared_without_keeping_them() => KernelTables.Run(tables =>
    {
        var keys = Enumerable.Range(0, 20_000).Select(i => Services.Key($"10.{i / 62_500}.{i / 250 % 250}.{i % 250}", 80)).ToArray();
        NftElement[] elements =
        [
            .. keys.SelectMany(key => new[] { NftElement.Of(NftSet.Services, key), NftElement.Of(NftSet.Masquerade, key), NftElement.Drop(key) }),
            .. keys.SelectMany(key => new[] { NftElement.OfAddress(key.Address!), NftElement.Pair(key.Address!) }),
        ];
        var written = Written(elements);
        tables.Edit(NftablesText.Whole(elements, Pods));
        Assert.True(tables.Compare(written, Pods).IsAsWritten);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (_, isAsWritten) = tables.Compare(written, Pods);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, elements.Length);
        Assert.True(isAsWritten);
    });

    private static WrittenElements Written(IEnumerable<NftElement> elements) =>
        WrittenElements.Of(elements.Aggregate(PersistentMap<NftElement, Tally>.Empty, Tally.Add));

    /// <summary>Elements that are none of these, and that the kernel takes beside them.</summary>
    private static List<NftElement> Strange(Random random, List<NftElement> elements) =>
    [
        .. RandomElements(random).Except(elements).Where(element => element.Set switch
        {
            NftSet.SourceRanges => false,
            NftSet.Verdicts => !elements.Contains(element with { IsDrop = !element.IsDrop }),
            _ => true,
        }),
    ];

    private static IEnumerable<Layer4Service> EveryKind() =>
    [
        Services.Tcp("web", Services.LoadBalancer("10.96.0.1", 80, "10.244.0.1:80") with { SourceRanges = ["10.0.0.0/8", "192.0.2.0/24"], Masquerade = Masquerade.OffCluster }),
        Services.Tcp("web6", Services.LoadBalancer("fd00:96::1", 80, "[fd00:244::1]:80") with { SourceRanges = ["fd00::/8"], Masquerade = Masquerade.OffCluster }),
        Services.Tcp("closed", Services.At("10.96.0.9", 80) with { Verdict = TrafficVerdict.Drop }),
        Services.Tcp("refusing", Services.At("10.96.0.8", 80) with { Verdict = TrafficVerdict.Reject }),
        Services.Tcp("refusing6", Services.At("fd00:96::9", 80) with { Verdict = TrafficVerdict.Reject }),
        Services.Udp("node", Services.NodePort(30001, "10.244.0.2:53") with { Masquerade = Masquerade.Always }),
    ];

    /// <summary>Of every set and both families, with ports that have names, and addresses that can be written in more than one way.</summary>
    private static List<NftElement> RandomElements(Random random)
    {
        var elements = new HashSet<NftElement>();
        for (var i = 0; i < 60; i++)
        {
            var isV6 = random.Next(2) == 0;
            var address = Address(random, isV6);
            int[] ports = [22, 53, 80, 443, random.Next(65536), 0, 65535];
            var key = IpvsServiceKey.For(address, ports[random.Next(ports.Length)], Enum.GetValues<IpvsProtocol>()[random.Next(3)]);
            elements.UnionWith([NftElement.Of(NftSet.Services, key), NftElement.OfAddress(address), NftElement.Pair(address), NftElement.Of((NftSet)random.Next(2, 5), key)]);
            if (!elements.Contains(NftElement.Drop(key)) && !elements.Contains(NftElement.Reject(key)))
                elements.Add(random.Next(2) == 0 ? NftElement.Drop(key) : NftElement.Reject(key));
            if (elements.Add(NftElement.Of(NftSet.Limited, key)))
                elements.UnionWith(SourceNetworks.Build([.. Enumerable.Range(0, 3).Select(_ => Network(random, isV6).ToString())], address, [])
                    .Select(network => NftElement.Range(key, network)));
        }
        return [.. elements];
    }

    private static IPNetwork Network(Random random, bool isV6)
    {
        var length = random.Next(4) == 0 ? random.Next(2) * (isV6 ? 128 : 32) : random.Next(1, isV6 ? 129 : 33);
        var (address, bits) = (Number.Of(Address(random, isV6)), isV6 ? 128 : 32);
        var first = length == 0 ? UInt128.Zero : address >> (bits - length) << (bits - length);
        return new(Number.ToAddress(first, isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork), length);
    }

    private static IPAddress Address(Random random, bool isV6)
    {
        string[] special = ["::", "::1", "::1.2.3.4", "64:ff9b::192.0.2.1", "fe80::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "1:0:0:2::3", "1:0:2:3:4:5:6:7"];
        var bytes = new byte[isV6 ? 16 : 4];
        random.NextBytes(bytes);
        return (isV6, random.Next(3)) switch
        {
            (true, 0) => IPAddress.Parse(special[random.Next(special.Length)]),
            (false, 0) => IPAddress.Parse(random.Next(2) == 0 ? "0.0.0.0" : "255.255.255.255"),
            _ => new(bytes),
        };
    }
}
