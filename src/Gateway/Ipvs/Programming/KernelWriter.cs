using System.Net;
using Gateway.Ipvs.Network;
using Gateway.Netlink;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>Carries out operations, and keeps the table in step with what the kernel took.</summary>
internal sealed class KernelWriter(IIpvs ipvs, KernelTable table)
{
    /// <summary>Flows of UDP destinations that went, which the kernel is yet to forget.</summary>
    public HashSet<UdpFlow> StaleFlows { get; } = [];

    /// <summary>All in one go, in the order of <see cref="IpvsDiff.InOrder"/>.</summary>
    /// <returns>Those that were refused.</returns>
    /// <exception cref="NetlinkException">The kernel cannot be spoken to; what it has is not known any more.</exception>
    public IReadOnlyList<(Operation Operation, IpvsFailure Failure)> Execute(IEnumerable<Operation> operations)
    {
        var ordered = IpvsDiff.InOrder(operations);
        if (ordered.Count == 0)
            return [];
        var failures = Carry(ordered).ToDictionary(failure => failure.Index);
        for (var i = 0; i < ordered.Count; i++)
            if (failures.ContainsKey(i))
                IpvsTelemetry.Failures.Add(1, IpvsTelemetry.Kind(ordered[i].Kind));
            else
                Note(ordered[i]);
        return [.. failures.Values.Select(failure => (ordered[failure.Index], failure))];
    }

    private IReadOnlyList<IpvsFailure> Carry(IReadOnlyList<Operation> operations)
    {
        try
        {
            return ipvs.Execute([.. operations.Select(operation => operation.Command)]);
        }
        catch (NetlinkException)
        {
            // Whoever reads the kernel next finds nothing of what was deleted, and would not know of its flows.
            foreach (var operation in operations.Where(operation => operation.Service.Protocol == IpvsProtocol.Udp))
                NoteFlows(operation);
            throw;
        }
    }

    private void Note(Operation operation)
    {
        IpvsTelemetry.Operations.Add(1, IpvsTelemetry.Kind(operation.Kind));
        if (operation.Service.Protocol == IpvsProtocol.Udp)
            NoteFlows(operation);
        table.Note(operation.Command);
    }

    private void NoteFlows(Operation operation)
    {
        var gone = operation.Kind switch
        {
            OperationKind.DeleteService => table.Find(operation.Service)?.Destinations.Keys ?? [],
            OperationKind.DeleteDestination => [operation.Destination!.Value],
            _ => [],
        };
        foreach (var destination in gone)
            StaleFlows.Add(new(new(operation.Service.Address!, operation.Service.Port), new IPEndPoint(destination.Address, destination.Port)));
    }
}
