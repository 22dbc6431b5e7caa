using System.Net;

namespace Gateway.HttpProxy;

// STAND-IN
internal sealed record HttpProxyOptions
{
    public int HttpPort { get; init; } = 8080;
    public int HttpsPort { get; init; } = 8443;
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];
    public bool DevelopmentCertificates { get; init; }
    public bool InlineScheduling { get; init; }
}
