using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>A set's place in its smooth weighted sequence.</summary>
internal sealed class WeightedRotation : DestinationSet
{
    private readonly WeightedDestinations _members;
    private readonly double[] _leads;
    private readonly SmoothSchedule? _schedule;
    private readonly Ticket _ticket;

    private WeightedRotation(
        ClusterState cluster,
        IReadOnlyList<DestinationState> available,
        WeightedDestinations members,
        double[] leads,
        SmoothSchedule? schedule,
        Ticket ticket)
        : base(cluster, available)
    {
        _members = members;
        _leads = leads;
        _schedule = schedule;
        _ticket = ticket;
        StaleAt = members.StaleAt;
    }

    public DestinationState? Next() => _schedule is null ? null : _members.Destinations[_schedule.ItemAt(_ticket.Take())];

    public static WeightedRotation Build(
        ClusterState cluster,
        IReadOnlyList<DestinationState> available,
        WeightedRotation? previous,
        SlowStart slowStart)
    {
        var members = slowStart.Weigh(cluster, available, previous?.Available);
        if (previous is not null && members.IsSameAs(previous._members))
            return new(cluster, available, members, previous._leads, previous._schedule, previous._ticket);
        var leads = previous is null ? [] : LeadsOf(members.Destinations, previous);
        var schedule = members.Count == 0 ? null : SmoothSchedule.Build(members.Weights, leads);
        return new(cluster, available, members, leads, schedule, new Ticket(0));
    }

    private static double[] LeadsOf(DestinationState[] destinations, WeightedRotation previous)
    {
        var leads = new double[destinations.Length];
        if (previous._schedule is null)
            return leads;
        var before = previous._schedule.LeadsAt(previous._ticket.Next, previous._members.Weights);
        var places = DestinationIdentity.IndexById(previous._members.Destinations);
        for (var i = 0; i < leads.Length; i++)
            if (places.TryGetValue(destinations[i].DestinationId, out var place))
                leads[i] = before[place] + (previous._leads.Length == 0 ? 0 : previous._leads[place]);
        return leads;
    }
}
