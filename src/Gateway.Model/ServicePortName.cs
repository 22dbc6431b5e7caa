namespace Gateway.Model;

/// <summary>
/// One port of one Service, by name and number. The number is unique within a Service and protocol; the name is what
/// EndpointSlice ports are matched by, and is empty when the Service has a single unnamed port.
/// </summary>
public readonly record struct ServicePortName(NamespacedName Service, string Port, int Number) : IComparable<ServicePortName>
{
    public int CompareTo(ServicePortName other)
    {
        var byService = Service.CompareTo(other.Service);
        if (byService != 0)
            return byService;
        var byNumber = Number.CompareTo(other.Number);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(Port, other.Port);
    }

    public override string ToString() => Port.Length == 0 ? $"{Service}:{Number}" : $"{Service}:{Port}";
}
