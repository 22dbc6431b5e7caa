using Gateway.Netlink.Interop;

namespace Gateway.Netlink.Ipvs;

/// <summary>Commands of IPVS in a batch.</summary>
internal sealed class IpvsBatch(IpvsClient client, IpvsCommandWriter writer) : IBatchCommands<IpvsCommand>
{
    public string Attempt => "change IPVS";

    public int Write(Span<byte> buffer, IpvsCommand command) => writer.Write(buffer, command);

    public bool WasDone(IpvsCommand command, int error) => (command, error) switch
    {
        (IpvsCommand.DeleteService, Errno.ESRCH) => true,
        (IpvsCommand.DeleteDestination, Errno.ESRCH or Errno.ENOENT) => true,
        (IpvsCommand.AddService add, Errno.EEXIST) => client.FindService(add.Service.Key)?.Service == add.Service,
        (IpvsCommand.AddDestination add, Errno.EEXIST) => client.ListDestinations(add.Service).Any(state => state.Destination == add.Destination),
        _ => false,
    };
}
