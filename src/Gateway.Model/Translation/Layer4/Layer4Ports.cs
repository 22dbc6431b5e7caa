using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Layer4;

/// <summary>The ports of a Service as far as they can be served on layer 4.</summary>
internal sealed class Layer4Ports(Service service, ConditionList conditions)
{
    private readonly List<Layer4Port> _ports = [];

    public static ValueArray<Layer4Port> Read(Service service, bool withNodePorts, ConditionList conditions)
    {
        var reading = new Layer4Ports(service, conditions);
        var withNumber = withNodePorts && service.Spec?.Type is "NodePort" or "LoadBalancer";
        var ports = service.Spec?.Ports ?? [];
        for (var i = 0; i < ports.Count; i++)
            reading.Add(ports[i], withNumber, $"spec.ports[{i}]");
        return reading._ports.ToValueArray();
    }

    private void Add(ServicePort port, bool withNodePort, string field)
    {
        var name = ServicePorts.NameOf(service, port);
        if (ProtocolOf(port) is not { } protocol)
            conditions.Error(
                "UnknownProtocol", $"{field}.protocol", $"there is no protocol \"{port.Protocol}\", only TCP, UDP and SCTP; the port is not served");
        else if (port.Port is < 1 or > ServicePorts.Highest)
            conditions.Error("InvalidPort", $"{field}.port", $"{port.Port} is not a port; it is not served");
        else if (_ports.Exists(other => other.Name == name || (other.Name.Number == name.Number && other.Protocol == protocol)))
            conditions.Error("DuplicatePort", field, "another port before it has the same number and the same protocol or name; the port is not served");
        else
            _ports.Add(new(name, protocol, Normal(port), withNodePort ? NodePortOf(port, protocol, $"{field}.nodePort") : null, field));
    }

    /// <summary>Zero is what is not set.</summary>
    private int? NodePortOf(ServicePort port, TransportProtocol protocol, string field)
    {
        if (port.NodePort is null or 0)
            return null;
        if (port.NodePort is < 1 or > ServicePorts.Highest)
            conditions.Error("InvalidNodePort", field, $"{port.NodePort} is not a port; there is no node port");
        else if (_ports.Exists(other => other.NodePort == port.NodePort && other.Protocol == protocol))
            conditions.Error("DuplicatePort", field, $"node port {port.NodePort} is that of a port before it; there is no node port");
        else
            return port.NodePort;
        return null;
    }

    private static TransportProtocol? ProtocolOf(ServicePort port) => port.Protocol switch
    {
        null or "" or "TCP" => TransportProtocol.Tcp,
        "UDP" => TransportProtocol.Udp,
        "SCTP" => TransportProtocol.Sctp,
        _ => null,
    };

    private static ServicePort Normal(ServicePort port) => port.Protocol == "" ? port with { Protocol = null } : port;
}
