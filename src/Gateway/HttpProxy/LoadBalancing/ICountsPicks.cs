namespace Gateway.HttpProxy.LoadBalancing;

/// <summary>
/// A policy whose pick counts the request on the destination's <see cref="ActiveRequests"/> before the next pick can look, and names
/// the destination in <see cref="Yarp.ReverseProxy.Model.IReverseProxyFeature.ProxiedDestination"/>. Whoever proxies must call
/// <see cref="ActiveRequests.Decrement"/> once for each request so counted, when it has ended; <see cref="ActiveRequestsMiddleware"/> does.
/// </summary>
internal interface ICountsPicks;
