using Gateway.HttpProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.HttpProxy.LoadBalancing;

public sealed class DestinationSetsTests
{
    private readonly ClusterState _cluster = Samples.Cluster();
    private readonly ManualClock _clock = new();
    private readonly List<DestinationSet?> _previous = [];
    private readonly DestinationSets<Structure> _sets;
    private long _staleAt = long.MaxValue;

    public DestinationSetsTests()
    {
        _sets = new(Build, _clock);
    }

    [Fact]
    public void A_list_is_built_for_once()
    {
        var list = Samples.Destinations(2);
        Assert.Same(_sets.For(_cluster, list), _sets.For(_cluster, list));
    }

    [Fact]
    public void A_new_list_is_built_for_with_what_was_there_before()
    {
        var first = _sets.For(_cluster, Samples.Destinations(2));
        _sets.For(_cluster, Samples.Destinations(2));
        Assert.Equal([null, first], _previous);
    }

    [Fact]
    public void Clusters_do_not_see_each_other()
    {
        var list = Samples.Destinations(2);
        Assert.NotSame(_sets.For(_cluster, list), _sets.For(Samples.Cluster(), list));
    }

    [Fact]
    public void A_list_that_is_not_the_clusters_own_does_not_displace_the_one_that_is()
    {
        var own = Samples.Destinations(3);
        _cluster.DestinationsState = new ClusterDestinationsState(own, own);
        var current = _sets.For(_cluster, own);
        var narrowed = own[..2];
        Assert.NotSame(current, _sets.For(_cluster, narrowed));
        Assert.Same(current, _sets.For(_cluster, own));
    }

    [Fact]
    public void A_list_that_is_not_the_clusters_own_is_built_for_once_too()
    {
        var own = Samples.Destinations(3);
        _cluster.DestinationsState = new ClusterDestinationsState(own, own);
        _sets.For(_cluster, own);
        var narrowed = own[..2];
        Assert.Same(_sets.For(_cluster, narrowed), _sets.For(_cluster, narrowed));
    }

    [Fact]
    public void A_structure_is_built_again_when_its_time_is_over()
    {
        var list = Samples.Destinations(2);
        _staleAt = _clock.GetTimestamp() + TimeSpan.TicksPerSecond;
        var first = _sets.For(_cluster, list);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _staleAt = long.MaxValue;
        var second = _sets.For(_cluster, list);
        Assert.NotSame(first, second);
        Assert.Same(second, _sets.For(_cluster, list));
    }

    [Fact]
    public void Of_structures_built_at_the_same_time_all_threads_keep_one()
    {
        var list = Samples.Destinations(100);
        Threads.Run(8, () => _sets.For(_cluster, list));
        var kept = _sets.For(_cluster, list);
        Threads.Run(8, () => Assert.Same(kept, _sets.For(_cluster, list)));
    }

    private Structure Build(ClusterState cluster, IReadOnlyList<DestinationState> available, Structure? previous)
    {
        lock (_previous)
            _previous.Add(previous);
        return new Structure(cluster, available, _staleAt);
    }

    private sealed class Structure : DestinationSet
    {
        public Structure(ClusterState cluster, IReadOnlyList<DestinationState> available, long staleAt)
            : base(cluster, available)
        {
            StaleAt = staleAt;
        }
    }
}
