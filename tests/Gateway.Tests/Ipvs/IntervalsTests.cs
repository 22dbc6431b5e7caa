using System.Net;
using System.Net.Sockets;
using Gateway.Ipvs.Filtering;

namespace Gateway.Tests.Ipvs;

public sealed class IntervalsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Fact]
    public void Networks_that_touch_or_overlap_are_one_interval() => Assert.Equal(
        [(Address("10.0.0.0"), Address("10.0.1.255")), (Address("10.0.3.0"), Address("10.0.3.255"))],
        Intervals.Of(Networks("10.0.3.0/24", "10.0.0.0/24", "10.0.1.0/24", "10.0.1.7/32")));

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void The_network_of_all_addresses_is_an_interval_without_an_end(string all)
    {
        var network = IPNetwork.Parse(all);
        var family = network.BaseAddress.AddressFamily;

        Assert.Equal([(UInt128.Zero, Number.Last(family))], Intervals.Of([network]));
        Assert.Equal([(UInt128.Zero, Number.Last(family))], Intervals.Of([(UInt128.Zero, false)], family));
    }

    [Fact]
    public void An_end_that_nothing_began_is_the_mark_before_the_first_interval() => Assert.Equal(
        [(Address("10.0.0.0"), Address("10.0.0.9"))],
        Intervals.Of([(Address("10.0.0.10"), true), (Address("10.0.0.0"), false), (UInt128.Zero, true)], AddressFamily.InterNetwork));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_address_is_in_the_intervals_where_it_is_in_a_network(int seed)
    {
        var random = new Random(seed);
        var networks = Enumerable.Range(0, 8).Select(_ => Within(random, random.Next(24, 33))).ToArray();
        var intervals = Intervals.Of(networks);

        for (var last = 0; last < 256; last++)
        {
            var address = IPAddress.Parse($"10.0.0.{last}");
            Assert.Equal(networks.Any(network => network.Contains(address)), intervals.Any(interval => interval.First <= Number.Of(address) && Number.Of(address) <= interval.Last));
        }
        Assert.Equal(intervals, Intervals.Of(intervals.SelectMany(interval => new[] { (interval.First, false), (interval.Last + 1, true) }).Reverse(), AddressFamily.InterNetwork));
    }

    private static IPNetwork Within(Random random, int prefixLength) =>
        new(Number.ToAddress(Address("10.0.0.0") + (UInt128)(random.Next(256) >> (32 - prefixLength) << (32 - prefixLength)), AddressFamily.InterNetwork), prefixLength);

    private static UInt128 Address(string text) => Number.Of(IPAddress.Parse(text));

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(text => IPNetwork.Parse(text));
}
