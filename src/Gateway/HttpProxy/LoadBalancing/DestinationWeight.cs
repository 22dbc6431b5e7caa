using System.Globalization;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

internal static class DestinationWeight
{
    private const uint Default = 1;
    private const uint Max = 65535;

    public static uint Of(DestinationState destination) =>
        destination.Model?.Config.Metadata is { } metadata
        && metadata.TryGetValue(LoadBalancingMetadata.Weight, out var text)
        && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
        && weight <= Max
            ? weight
            : Default;
}
