using Gateway.Model.Resources;

namespace Gateway.Model.Translation;

/// <summary>The ports of a Service as the rest of translation needs them.</summary>
internal static class ServicePorts
{
    public const int Highest = 65535;

    /// <summary>Without the empty items that a manifest may hold.</summary>
    public static IEnumerable<ServicePort> Of(Service service) => (service.Spec?.Ports ?? []).OfType<ServicePort>();

    public static bool IsTcp(ServicePort port) => port.Protocol is null or "" or "TCP";

    public static ServicePortName NameOf(Service service, ServicePort port) => new(service.Name, port.Name ?? "", port.Port);

    /// <summary>The TCP port of that very name and number, or null.</summary>
    public static ServicePort? Find(Service service, ServicePortName name) =>
        Of(service).FirstOrDefault(port => IsTcp(port) && port.Port == name.Number && (port.Name ?? "") == name.Port);
}
