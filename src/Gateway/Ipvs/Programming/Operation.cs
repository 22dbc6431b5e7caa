using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;

namespace Gateway.Ipvs.Programming;

/// <summary>In the order in which they are done: what is new, then what changes, then what goes.</summary>
internal enum OperationKind
{
    AddService,
    AddDestination,
    ChangeService,
    ChangeDestination,

    /// <summary>The destination takes no more new connections.</summary>
    Drain,
    DeleteDestination,
    DeleteService,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Operation(OperationKind Kind, IpvsServiceKey Service, IpvsCommand Command)
{
    /// <summary>The destination that it is about; null where it is about the service.</summary>
    public IpvsDestinationKey? Destination => Command switch
    {
        IpvsCommand.AddDestination add => add.Destination.Key,
        IpvsCommand.SetDestination set => set.Destination.Key,
        IpvsCommand.DeleteDestination delete => delete.Destination,
        _ => null,
    };
}
