using Gateway.Model.Resources;
using Gateway.Model.Translation.Tables;

namespace Gateway.Model.Translation.Ingresses;

/// <summary>Finds the Service port that a backend of an Ingress means.</summary>
internal sealed class BackendResolver(string @namespace, PersistentMap<NamespacedName, Service> services, ConditionList conditions)
{
    /// <summary>Null, with a condition, where the backend does not exist or cannot be used.</summary>
    /// <param name="field">The path of the backend in the Ingress.</param>
    public ServicePortName? Resolve(IngressBackend? backend, string field)
    {
        // The cases: both kinds of backend; a resource; neither kind, or no name; a Service that is there, or not.
        switch (backend)
        {
            case { Service: not null, Resource: not null }:
                return Refuse("InvalidBackend", field, "the backend names both a Service and a resource");
            case { Resource: { } resource }:
                var described = $"{resource.Kind ?? "resource"} {resource.Name}";
                return Refuse("UnsupportedBackend", $"{field}.resource", $"{described} cannot be a backend; a Service can");
            case { Service: { Name: { Length: > 0 } name, Port: var port } }:
                var service = services.Find(new(@namespace, name));
                return service is null
                    ? Refuse("ServiceNotFound", $"{field}.service.name", $"Service {@namespace}/{name} does not exist")
                    : ResolvePort(service, port, $"{field}.service.port");
            default:
                return Refuse("InvalidBackend", field, "the backend names no Service");
        }
    }

    private ServicePortName? ResolvePort(Service service, ServiceBackendPort? port, string field)
    {
        // The cases: a name and a number, a name, a number, neither. A number of 0 is what the API takes for none.
        var name = port?.Name is { Length: > 0 } text ? text : null;
        var number = port?.Number is { } value and not 0 ? value : (int?)null;
        return (name, number) switch
        {
            (not null, not null) => Refuse("InvalidPort", field, $"the backend names its port both as {name} and as {number}"),
            (not null, null) => Find(service, candidate => candidate.Name == name, $"{field}.name", $"named {name}"),
            (null, not null) when ExternalName.Is(service) => FindExternal(service, number.Value, field),
            (null, not null) => Find(service, candidate => candidate.Port == number, $"{field}.number", $"{number}"),
            _ => Refuse("InvalidPort", field, "the backend names no port"),
        };
    }

    private ServicePortName? Find(Service service, Func<ServicePort, bool> wanted, string field, string described)
    {
        var candidates = ServicePorts.Of(service).Where(wanted).ToArray();
        if (Array.Find(candidates, ServicePorts.IsTcp) is { } port)
            return ServicePorts.NameOf(service, port);
        return candidates.Length > 0
            ? Refuse("PortNotTcp", field, $"port {described} of Service {service.Name} is {candidates[0].Protocol}; HTTP needs TCP")
            : Refuse("PortNotFound", field, $"Service {service.Name} has no port {described}{Known(service)}");
    }

    /// <summary>Services of this type often list no ports, so that a number stands for itself.</summary>
    private ServicePortName? FindExternal(Service service, int number, string field)
    {
        if (number is < 1 or > ServicePorts.Highest)
            return Refuse("InvalidPort", $"{field}.number", $"{number} is not a port");
        var listed = ServicePorts.Of(service).FirstOrDefault(port => port.Port == number && ServicePorts.IsTcp(port));
        return listed is null ? new(service.Name, "", number) : ServicePorts.NameOf(service, listed);
    }

    private static string Known(Service service)
    {
        var ports = ServicePorts.Of(service).Where(ServicePorts.IsTcp).ToArray();
        return ports.Length == 0
            ? "; it has no TCP port"
            : $"; it has {string.Join(", ", ports.Select(port => string.IsNullOrEmpty(port.Name) ? $"{port.Port}" : $"{port.Port} ({port.Name})"))}";
    }

    private ServicePortName? Refuse(string reason, string field, string message)
    {
        conditions.Error(reason, field, message);
        return null;
    }
}
