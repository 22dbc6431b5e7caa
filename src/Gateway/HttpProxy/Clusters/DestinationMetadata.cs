using System.Globalization;
using Gateway.HttpProxy.LoadBalancing;

namespace Gateway.HttpProxy.Clusters;

/// <summary>
/// What YARP calls the metadata of a destination: its weight, where the policies look for it, and the connections that go with it, so that
/// they are found from a picked destination without a lookup.
/// </summary>
internal sealed class DestinationMetadata : Dictionary<string, string>
{
    private const int DefaultWeight = 1;

    public DestinationMetadata(Upstream upstream, int weight)
    {
        Upstream = upstream;
        if (weight != DefaultWeight)
            Add(LoadBalancingMetadata.Weight, weight.ToString(CultureInfo.InvariantCulture));
    }

    public Upstream Upstream { get; }
}
