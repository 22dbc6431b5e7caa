using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;
using static Gateway.Netlink.NetlinkConstants;
using static Gateway.Netlink.Routing.RoutingConstants;

namespace Gateway.Netlink.Routing;

/// <summary>struct ifaddrmsg and IFA_*: writer and reader of addresses.</summary>
internal sealed class AddressCodec : IBatchCommands<AddressCommand>
{
    public string Attempt => "change the addresses of links";

    /// <summary>A request for every address.</summary>
    public static int WriteList(Span<byte> buffer) =>
        MessageWriter.End(buffer, AddressHeaderLength, MessageWriter.Begin(buffer, RTM_GETADDR, 0, stackalloc byte[AddressHeaderLength]));

    public int Write(Span<byte> buffer, AddressCommand command)
    {
        var adds = command is AddressCommand.Add;
        Span<byte> header = stackalloc byte[AddressHeaderLength];
        header.Clear();
        header[0] = WireAddress.Family(command.Address.AddressFamily);
        header[1] = (byte)command.PrefixLength;
        MemoryMarshal.Write(header[4..], command.LinkIndex);
        var attributes = MessageWriter.Begin(
            buffer, adds ? RTM_NEWADDR : RTM_DELADDR, adds ? (ushort)(NLM_F_CREATE | NLM_F_EXCL) : (ushort)0, header);
        WireAddress.Write(ref attributes, IFA_LOCAL, command.Address);
        WireAddress.Write(ref attributes, IFA_ADDRESS, command.Address);
        if (adds)
            attributes.WriteUInt32(IFA_FLAGS, Flags(command.Address.AddressFamily));
        return MessageWriter.End(buffer, AddressHeaderLength, attributes);
    }

    public bool WasDone(AddressCommand command, int error) => (command, error) is
        (AddressCommand.Add, Errno.EEXIST) or (AddressCommand.Delete, Errno.EADDRNOTAVAIL);

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <returns>Null for an address of another family.</returns>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static LinkAddress? Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < AddressHeaderLength)
            throw new NetlinkException(Errno.EBADMSG, "an address without struct ifaddrmsg");
        var family = body[0];
        if (!WireAddress.IsKnown(family))
            return null;
        ReadOnlySpan<byte> address = default;
        var isLocal = false;
        var attributes = new AttributeReader(body[AddressHeaderLength..]);
        while (attributes.Read())
        {
            // Of a point-to-point link, IFA_ADDRESS is the other end's.
            if (attributes.Type != IFA_LOCAL && (attributes.Type != IFA_ADDRESS || isLocal))
                continue;
            address = attributes.ReadBytes(WireAddress.Length(family));
            isLocal = attributes.Type == IFA_LOCAL;
        }
        return address.IsEmpty ? null : new(MemoryMarshal.Read<int>(body[4..]), new(address), body[1]);
    }

    /// <summary>An address that connections come to is no way to anywhere, and nobody is asked whether another machine has it.</summary>
    private static uint Flags(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? IFA_F_NOPREFIXROUTE | IFA_F_NODAD : IFA_F_NOPREFIXROUTE;
}
