using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// YARP's forwarder without its log lines (three per request): what goes wrong is logged once, with the request's id, by whoever called
/// it. A user's static routes use the one that is registered, with its own log category.
/// </summary>
internal static class PrivateForwarder
{
    public static IHttpForwarder Create() => new ServiceCollection()
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddHttpForwarder()
        .BuildServiceProvider()
        .GetRequiredService<IHttpForwarder>();
}
