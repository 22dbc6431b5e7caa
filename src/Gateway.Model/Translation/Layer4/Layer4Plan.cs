namespace Gateway.Model.Translation.Layer4;

/// <summary>What a Service asks for together with the addresses it was given: every frontend that it would have if it were alone.</summary>
/// <param name="Frontends">No two of the same key.</param>
internal sealed record Layer4Plan(Layer4Request Request, ValueArray<PlannedFrontend> Frontends)
{
    private const string PoolField = "spec.type";

    /// <summary>Null where there is none.</summary>
    public static Layer4Plan? Build(Layer4Request? request, AddressAllocation? allocation)
    {
        if (request is null)
            return null;
        var given = (allocation?.Addresses ?? default)
            .Select(item => new RequestedAddress(FrontendKind.LoadBalancer, item.Family, item.Address, PoolField));
        // In the order of RequestedAddresses: the address of a pool before an external IP.
        var addresses = request.Addresses.Where(IsNoExternalIP).Concat(given).Concat(request.Addresses.Where(address => !IsNoExternalIP(address)));
        var frontends = addresses
            .SelectMany(address => AtAddress(request, address))
            .Concat(NodePorts(request))
            .DistinctBy(frontend => frontend.Key)
            .ToValueArray();
        return frontends.IsEmpty ? null : new(request, frontends);
    }

    private static bool IsNoExternalIP(RequestedAddress address) => address.Kind != FrontendKind.ExternalIP;

    private static IEnumerable<PlannedFrontend> AtAddress(Layer4Request request, RequestedAddress address) => request.Ports.Select(
        port => new PlannedFrontend(address.Kind, new(address.Family, address.Address, port.Name.Number, port.Protocol), port.Name, address.Field));

    private static IEnumerable<PlannedFrontend> NodePorts(Layer4Request request) =>
        from port in request.Ports
        let number = port.NodePort ?? 0
        where number > 0
        from family in request.NodePortFamilies
        select new PlannedFrontend(FrontendKind.NodePort, new(family, null, number, port.Protocol), port.Name, $"{port.Field}.nodePort");
}

/// <param name="Field">What of the Service asks for it.</param>
internal sealed record PlannedFrontend(FrontendKind Kind, FrontendKey Key, ServicePortName Port, string Field);
