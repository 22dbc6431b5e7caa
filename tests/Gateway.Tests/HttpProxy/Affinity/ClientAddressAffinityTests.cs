using System.Net;
using Gateway.HttpProxy.Affinity;
using Gateway.Tests.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.Affinity;

public sealed class ClientAddressAffinityTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly ManualClock _clock = new();
    private readonly DestinationState[] _destinations = Samples.Destinations(3);
    private readonly ClientAddressAffinity _affinity;

    public ClientAddressAffinityTests()
    {
        _affinity = new(TimeSpan.FromSeconds(100), _clock, capacity: 3);
    }

    [Fact]
    public void A_client_that_was_never_seen_has_no_destination()
    {
        Assert.Null(_affinity.Find(Client, _destinations));
    }

    [Fact]
    public void A_client_stays_on_its_destination()
    {
        _affinity.Remember(Client, _destinations[1]);
        Assert.Same(_destinations[1], _affinity.Find(Client, _destinations));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("fe80::1%1", "fe80::1%2")]
    public void An_address_is_the_same_in_its_other_forms(string first, string second)
    {
        _affinity.Remember(IPAddress.Parse(first), _destinations[1]);
        Assert.Same(_destinations[1], _affinity.Find(IPAddress.Parse(second), _destinations));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8::1", "2001:db8::2")]
    [InlineData("2001:db8::1", "2001:db9::1")]
    public void Other_addresses_are_other_clients(string first, string second)
    {
        _affinity.Remember(IPAddress.Parse(first), _destinations[1]);
        Assert.Null(_affinity.Find(IPAddress.Parse(second), _destinations));
    }

    [Fact]
    public void Unused_for_the_timeout_the_client_is_forgotten()
    {
        _affinity.Remember(Client, _destinations[1]);
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Null(_affinity.Find(Client, _destinations));
        Assert.Equal(0, _affinity.Count);
    }

    [Fact]
    public void Each_use_starts_the_time_anew()
    {
        _affinity.Remember(Client, _destinations[1]);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(99));
            Assert.NotNull(_affinity.Find(Client, _destinations));
        }
    }

    [Fact]
    public void A_shorter_timeout_counts_at_once()
    {
        _affinity.Remember(Client, _destinations[1]);
        _clock.Advance(TimeSpan.FromSeconds(50));
        _affinity.Timeout = TimeSpan.FromSeconds(50);
        Assert.Null(_affinity.Find(Client, _destinations));
    }

    [Fact]
    public void A_destination_that_left_is_forgotten_also_when_it_comes_back()
    {
        _affinity.Remember(Client, _destinations[1]);
        Assert.Null(_affinity.Find(Client, [_destinations[0], _destinations[2]]));
        Assert.Null(_affinity.Find(Client, _destinations));
    }

    [Fact]
    public void A_destination_is_found_in_another_set_and_as_another_instance()
    {
        _affinity.Remember(Client, _destinations[1]);
        var replaced = Samples.Destinations(10);
        Assert.Same(replaced[1], _affinity.Find(Client, replaced));
    }

    [Fact]
    public void A_destination_of_weight_0_keeps_its_clients()
    {
        _affinity.Remember(Client, _destinations[1]);
        var drained = Samples.Weighted(1, 0, 1);
        Assert.Same(drained[1], _affinity.Find(Client, drained));
    }

    [Fact]
    public void A_fresh_pick_replaces_the_old_one()
    {
        _affinity.Remember(Client, _destinations[1]);
        _affinity.Remember(Client, _destinations[2]);
        Assert.Same(_destinations[2], _affinity.Find(Client, _destinations));
        Assert.Equal(1, _affinity.Count);
    }

    [Fact]
    public void A_full_table_gives_up_the_client_that_was_not_used_for_longest()
    {
        var clients = Enumerable.Range(1, 4).Select(i => IPAddress.Parse($"192.0.2.{i}")).ToArray();
        foreach (var client in clients[..3])
            _affinity.Remember(client, _destinations[0]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _affinity.Find(clients[0], _destinations);
        _affinity.Remember(clients[3], _destinations[0]);
        Assert.Equal([true, false, true, true], clients.Select(client => _affinity.Find(client, _destinations) is not null));
    }

    [Fact]
    public void The_table_stays_within_its_capacity_whatever_threads_do()
    {
        var affinity = new ClientAddressAffinity(TimeSpan.FromHours(1), _clock, capacity: 100);
        var next = 0;
        Threads.Run(8, () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var client = new IPAddress(Interlocked.Increment(ref next) % 700);
                if (affinity.Find(client, _destinations) is null)
                    affinity.Remember(client, _destinations[i % 3]);
                if (i % 50 == 0)
                    affinity.Find(client, Samples.Destinations(1));
            }
        });
        Assert.InRange(affinity.Count, 1, 100);
    }

    [Fact]
    public void A_hit_allocates_nothing()
    {
        _affinity.Remember(Client, _destinations[1]);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 10_000; i++)
                _affinity.Find(Client, _destinations);
        }));
    }
}
