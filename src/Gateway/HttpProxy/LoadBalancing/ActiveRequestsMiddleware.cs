using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// Keeps <see cref="ActiveRequests"/> true in a YARP pipeline: place it right after load balancing,
/// <c>MapReverseProxy(proxy => { proxy.UseLoadBalancing(); proxy.UseMiddleware&lt;ActiveRequestsMiddleware&gt;(); })</c>. Counts what
/// no policy has counted (another policy, session affinity, a single destination) and takes each request off again when it has ended.
/// </summary>
internal sealed class ActiveRequestsMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var feature = context.GetReverseProxyFeature();
        var active = feature.ProxiedDestination is { } counted ? ActiveRequests.For(counted) : CountIn(feature.AvailableDestinations);
        try
        {
            await next(context);
        }
        finally
        {
            active?.Decrement();
        }
    }

    /// <summary>Null where it is still open where the request goes, or it goes nowhere.</summary>
    private static ActiveRequests? CountIn(IReadOnlyList<DestinationState> available)
    {
        if (available.Count != 1)
            return null;
        var active = ActiveRequests.For(available[0]);
        active.Increment();
        return active;
    }
}
