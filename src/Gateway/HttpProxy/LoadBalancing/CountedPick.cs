using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

internal static class CountedPick
{
    /// <summary>
    /// Says that the request is counted on the destination. YARP does not ask a policy where one destination is left, so what comes
    /// after cannot know it from the policy alone.
    /// </summary>
    public static DestinationState Announce(HttpContext context, DestinationState picked)
    {
        if (context.Features.Get<IReverseProxyFeature>() is { } feature)
            feature.ProxiedDestination = picked;
        return picked;
    }
}
