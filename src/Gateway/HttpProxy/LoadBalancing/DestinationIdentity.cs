using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>Within a cluster a destination is known by its id, so that it stays the same one where its state object was replaced.</summary>
internal static class DestinationIdentity
{
    public static Dictionary<string, int> IndexById(IReadOnlyList<DestinationState> destinations)
    {
        var index = new Dictionary<string, int>(destinations.Count);
        for (var i = 0; i < destinations.Count; i++)
            index.TryAdd(destinations[i].DestinationId, i);
        return index;
    }
}
