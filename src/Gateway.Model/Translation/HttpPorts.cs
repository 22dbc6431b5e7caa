using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>Which ports of a Service speak HTTP.</summary>
public static class HttpPorts
{
    /// <summary>
    /// In the order of the Service. A TCP port speaks HTTP where its <c>appProtocol</c> says so or, without one, where it is named
    /// <c>http</c>, <c>web</c>, <c>grpc</c> or <c>h2c</c> (or one of these, a dash and more) or is number 80 or 8080. An <c>appProtocol</c> that
    /// names something else rules a port out, whatever its name and number.
    /// </summary>
    /// <param name="declared">
    /// True where the user says that the Service speaks HTTP: if no port looks like it, then every TCP port does that is not ruled out.
    /// </param>
    public static ValueArray<ServicePort> Of(Service service, bool declared = false)
    {
        var ports = (service.Spec?.Ports ?? []).Where(IsTcp).ToArray();
        var http = ports.Where(LooksLikeHttp).ToValueArray();
        return http.IsEmpty && declared ? ports.Where(port => string.IsNullOrEmpty(port.AppProtocol)).ToValueArray() : http;
    }

    private static bool IsTcp(ServicePort port) => port.Protocol is null or "" or "TCP";

    private static bool LooksLikeHttp(ServicePort port) =>
        string.IsNullOrEmpty(port.AppProtocol)
            ? UpstreamProtocols.OfPortName(port.Name) is not null || port.Port is 80 or 8080
            : UpstreamProtocols.OfAppProtocol(port.AppProtocol) is not null;
}
