using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>What the ports of a Service are in one pod.</summary>
internal static class PodPorts
{
    /// <summary>In the order of the Service. A port whose target is a name that the pod does not have is not there.</summary>
    public static ValueArray<EndpointPort> Resolve(Service service, Pod pod)
    {
        var resolved = new List<EndpointPort>();
        foreach (var port in service.Spec?.Ports ?? [])
            if (NumberOf(port, pod) is { } number)
                resolved.Add(new() { Name = port.Name ?? "", Protocol = ProtocolOf(port.Protocol), Port = number, AppProtocol = port.AppProtocol });
        return resolved.ToValueArray();
    }

    /// <summary>Cases: a target port by number; none, 0 or the empty name, which the API server replaces with the port itself; a name.</summary>
    private static int? NumberOf(ServicePort port, Pod pod) => port.TargetPort switch
    {
        { IsNumber: true, Number: not 0 } target => target.Number,
        null or { IsNumber: true } or { Text: "" } => port.Port,
        { } target => FindNamed(target.Text!, ProtocolOf(port.Protocol), pod.Spec),
    };

    private static int? FindNamed(string name, string protocol, PodSpec? pod)
    {
        var sidecars = (pod?.InitContainers ?? []).Where(container => container.RestartPolicy == "Always");
        foreach (var container in (pod?.Containers ?? []).Concat(sidecars))
            foreach (var port in container.Ports ?? [])
                if (port.Name == name && ProtocolOf(port.Protocol) == protocol)
                    return port.Number;
        return null;
    }

    private static string ProtocolOf(string? protocol) => string.IsNullOrEmpty(protocol) ? "TCP" : protocol;
}
