using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// The order of a round robin. Across a change of the set, those that stay keep their order, and the one whose turn it is, or else
/// the next one that stays, goes next; those that are new come after the last of the order.
/// </summary>
internal sealed class Rotation : DestinationSet
{
    private readonly DestinationState[] _order;
    private readonly Ticket _ticket;

    private Rotation(ClusterState cluster, IReadOnlyList<DestinationState> available, DestinationState[] order, Ticket ticket)
        : base(cluster, available)
    {
        _order = order;
        _ticket = ticket;
    }

    public DestinationState? Next()
    {
        var order = _order;
        return order.Length == 0 ? null : order[(int)(_ticket.Take() % (uint)order.Length)];
    }

    public static Rotation Build(ClusterState cluster, IReadOnlyList<DestinationState> available, Rotation? previous)
    {
        var members = available.Where(destination => DestinationWeight.Of(destination) > 0).ToArray();
        return previous is null ? new(cluster, available, members, new Ticket(0)) : Continue(cluster, available, members, previous);
    }

    private static Rotation Continue(ClusterState cluster, IReadOnlyList<DestinationState> available, DestinationState[] members, Rotation previous)
    {
        var before = previous._order;
        var places = DestinationIdentity.IndexById(members);
        var placed = new bool[members.Length];
        var order = new List<DestinationState>(members.Length);
        // Where the turn of each old position goes: to the first one at or after it that stays.
        var turns = new int[before.Length];
        for (var i = 0; i < before.Length; i++)
        {
            turns[i] = order.Count;
            if (!places.TryGetValue(before[i].DestinationId, out var place) || placed[place])
                continue;
            placed[place] = true;
            order.Add(members[place]);
        }
        var unchanged = order.Count == before.Length && order.Count == members.Length;
        order.AddRange(members.Where((_, place) => !placed[place]));
        // Read last, so that the fewest picks fall between here and the change.
        var ticket = unchanged ? previous._ticket : new Ticket(before.Length == 0 ? 0 : (uint)turns[previous._ticket.Next % (uint)before.Length]);
        return new(cluster, available, [.. order], ticket);
    }
}
