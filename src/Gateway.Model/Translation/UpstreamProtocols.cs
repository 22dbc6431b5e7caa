using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>What a Service port speaks, from its <c>appProtocol</c> (KEP-3726) or, where that is not set, from its name.</summary>
public static class UpstreamProtocols
{
    private const string KubernetesPrefix = "kubernetes.io/";

    /// <summary>
    /// HTTP/1.1 where nothing else is said. The condition, about a name that Kubernetes reserves and the gateway does not know, has its field
    /// relative to the port.
    /// </summary>
    public static (UpstreamProtocol Protocol, Condition? Problem) Of(ServicePort port)
    {
        if (string.IsNullOrEmpty(port.AppProtocol))
            return (OfPortName(port.Name) ?? UpstreamProtocol.Http1, null);
        if (OfAppProtocol(port.AppProtocol) is { } known)
            return (known, null);
        var problem = port.AppProtocol.StartsWith(KubernetesPrefix, StringComparison.Ordinal)
            ? new Condition(
                ConditionSeverity.Info,
                "UnknownAppProtocol",
                "appProtocol",
                $"port {port.Port}: the gateway does not know {port.AppProtocol}; HTTP/1.1 is spoken to the backends")
            : null;
        return (UpstreamProtocol.Http1, problem);
    }

    /// <summary>Null where the name says nothing about HTTP. gRPC needs HTTP/2, whoever names it. Names are IANA's, which know no case.</summary>
    internal static UpstreamProtocol? OfAppProtocol(string name) => name.ToUpperInvariant() switch
    {
        "HTTP" or "KUBERNETES.IO/WS" => UpstreamProtocol.Http1,
        "HTTPS" or "GRPCS" => UpstreamProtocol.Https,
        "KUBERNETES.IO/WSS" => UpstreamProtocol.Http1OverTls,
        "KUBERNETES.IO/H2C" or "H2C" or "GRPC" or "KUBERNETES.IO/GRPC" => UpstreamProtocol.Http2Cleartext,
        _ => null,
    };

    /// <summary>By the first word of a port's name: <c>grpc</c> and <c>grpc-web-api</c> alike. Null for any other word.</summary>
    internal static UpstreamProtocol? OfPortName(string? name) => FirstWord(name) switch
    {
        "http" or "web" => UpstreamProtocol.Http1,
        "grpc" or "h2c" => UpstreamProtocol.Http2Cleartext,
        _ => null,
    };

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> name)
    {
        var dash = name.IndexOf('-');
        return dash < 0 ? name : name[..dash];
    }
}
