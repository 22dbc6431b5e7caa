using static Gateway.Netlink.Ipvs.IpvsConstants;

namespace Gateway.Netlink.Ipvs;

/// <summary>Writes the messages of the IPVS family.</summary>
/// <param name="family">The number of the family IPVS.</param>
internal sealed class IpvsCommandWriter(ushort family)
{
    /// <returns>The message's length.</returns>
    public int Write(Span<byte> buffer, IpvsCommand command)
    {
        var attributes = GenericNetlink.Begin(buffer, family, Number(command), IPVS_GENL_VERSION);
        switch (command)
        {
            case IpvsCommand.AddService add:
                IpvsServiceCodec.Write(ref attributes, add.Service);
                break;
            case IpvsCommand.SetService set:
                IpvsServiceCodec.Write(ref attributes, set.Service);
                break;
            case IpvsCommand.DeleteService delete:
                IpvsServiceCodec.WriteKey(ref attributes, delete.Service);
                break;
            case IpvsCommand.AddDestination add:
                IpvsServiceCodec.WriteKey(ref attributes, add.Service);
                IpvsDestinationCodec.Write(ref attributes, add.Destination);
                break;
            case IpvsCommand.SetDestination set:
                IpvsServiceCodec.WriteKey(ref attributes, set.Service);
                IpvsDestinationCodec.Write(ref attributes, set.Destination);
                break;
            case IpvsCommand.DeleteDestination delete:
                IpvsServiceCodec.WriteKey(ref attributes, delete.Service);
                IpvsDestinationCodec.WriteKey(ref attributes, delete.Destination);
                break;
            case IpvsCommand.Zero { Service: { } service }:
                IpvsServiceCodec.WriteKey(ref attributes, service);
                break;
            default:
                break;
        }
        return GenericNetlink.End(buffer, attributes);
    }

    /// <summary>A request about no entry.</summary>
    public int Write(Span<byte> buffer, byte command) => GenericNetlink.End(buffer, GenericNetlink.Begin(buffer, family, command, IPVS_GENL_VERSION));

    /// <summary>A request about a service.</summary>
    public int Write(Span<byte> buffer, byte command, IpvsServiceKey service)
    {
        var attributes = GenericNetlink.Begin(buffer, family, command, IPVS_GENL_VERSION);
        IpvsServiceCodec.WriteKey(ref attributes, service);
        return GenericNetlink.End(buffer, attributes);
    }

    public int WriteTimeouts(Span<byte> buffer, IpvsTimeouts timeouts)
    {
        var attributes = GenericNetlink.Begin(buffer, family, IPVS_CMD_SET_CONFIG, IPVS_GENL_VERSION);
        attributes.WriteUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP, (uint)timeouts.Tcp.TotalSeconds);
        attributes.WriteUInt32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, (uint)timeouts.TcpFin.TotalSeconds);
        attributes.WriteUInt32(IPVS_CMD_ATTR_TIMEOUT_UDP, (uint)timeouts.Udp.TotalSeconds);
        return GenericNetlink.End(buffer, attributes);
    }

    public int WriteStart(Span<byte> buffer, IpvsDaemon daemon)
    {
        var attributes = GenericNetlink.Begin(buffer, family, IPVS_CMD_NEW_DAEMON, IPVS_GENL_VERSION);
        IpvsDaemonCodec.Write(ref attributes, daemon);
        return GenericNetlink.End(buffer, attributes);
    }

    public int WriteStop(Span<byte> buffer, IpvsDaemonState state)
    {
        var attributes = GenericNetlink.Begin(buffer, family, IPVS_CMD_DEL_DAEMON, IPVS_GENL_VERSION);
        IpvsDaemonCodec.WriteState(ref attributes, state);
        return GenericNetlink.End(buffer, attributes);
    }

    private static byte Number(IpvsCommand command) => command switch
    {
        IpvsCommand.AddService => IPVS_CMD_NEW_SERVICE,
        IpvsCommand.SetService => IPVS_CMD_SET_SERVICE,
        IpvsCommand.DeleteService => IPVS_CMD_DEL_SERVICE,
        IpvsCommand.AddDestination => IPVS_CMD_NEW_DEST,
        IpvsCommand.SetDestination => IPVS_CMD_SET_DEST,
        IpvsCommand.DeleteDestination => IPVS_CMD_DEL_DEST,
        IpvsCommand.Zero => IPVS_CMD_ZERO,
        IpvsCommand.Flush => IPVS_CMD_FLUSH,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no command of IPVS"),
    };
}
