using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>A usable endpoint of a Service port, before the choice between traffic policies and topologies.</summary>
/// <param name="Address">The address as a number.</param>
/// <param name="IsReady">If not, it is serving and terminating.</param>
/// <param name="Order">The place among the candidates as found, which decides between equals.</param>
internal readonly record struct EndpointCandidate(Backend Backend, UInt128 Address, bool IsReady, bool IsLocal, EndpointHints? Hints, int Order)
    : IComparable<EndpointCandidate>
{
    /// <summary>Address, then port; of the same two, the better endpoint first: ready, then local, then the one found first.</summary>
    public int CompareTo(EndpointCandidate other)
    {
        var order = Address.CompareTo(other.Address);
        if (order == 0)
            order = Backend.Port.CompareTo(other.Backend.Port);
        if (order == 0)
            order = other.IsReady.CompareTo(IsReady);
        if (order == 0)
            order = other.IsLocal.CompareTo(IsLocal);
        return order != 0 ? order : Order.CompareTo(other.Order);
    }

    public bool IsSameEndpointAs(EndpointCandidate other) => Address == other.Address && Backend.Port == other.Backend.Port;
}
