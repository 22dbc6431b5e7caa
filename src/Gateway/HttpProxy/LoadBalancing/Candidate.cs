using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>A destination that is chosen by its load.</summary>
internal readonly record struct Candidate(DestinationState Destination, ActiveRequests Active, uint Weight)
{
    public Load Load => new(Active.Count, Weight);

    public static Candidate[] From(WeightedDestinations members)
    {
        var candidates = new Candidate[members.Count];
        for (var i = 0; i < candidates.Length; i++)
            candidates[i] = new(members.Destinations[i], ActiveRequests.For(members.Destinations[i]), members.Weights[i]);
        return candidates;
    }
}
