using System.Net;
using System.Net.Sockets;
using Gateway.Netlink.Interop;
using Gateway.Netlink.Ipvs;
using static Gateway.Netlink.Conntrack.ConntrackConstants;

namespace Gateway.Netlink.Conntrack;

/// <summary>struct nfgenmsg and CTA_*: writer and reader of tracked connections. Everything is in network order.</summary>
internal sealed class ConntrackCodec : IBatchCommands<ConntrackFlow>
{
    public string Attempt => "delete tracked connections";

    /// <summary>A request about no connection.</summary>
    /// <param name="message">IPCTNL_MSG_CT_*.</param>
    /// <param name="family">AF_*; 0 for any.</param>
    public static int Write(Span<byte> buffer, ushort message, byte family) => MessageWriter.End(buffer, HeaderLength, Begin(buffer, message, family));

    public int Write(Span<byte> buffer, ConntrackFlow flow)
    {
        var attributes = Begin(buffer, IPCTNL_MSG_CT_DELETE, WireAddress.Family(flow.Family));
        var tuple = attributes.BeginNested(CTA_TUPLE_ORIG);
        var ip = attributes.BeginNested(CTA_TUPLE_IP);
        var isV6 = flow.Family == AddressFamily.InterNetworkV6;
        WireAddress.Write(ref attributes, isV6 ? CTA_IP_V6_SRC : CTA_IP_V4_SRC, flow.OriginalSource.Address);
        WireAddress.Write(ref attributes, isV6 ? CTA_IP_V6_DST : CTA_IP_V4_DST, flow.OriginalDestination.Address);
        attributes.EndNested(ip);
        var protocol = attributes.BeginNested(CTA_TUPLE_PROTO);
        attributes.WriteByte(CTA_PROTO_NUM, (byte)flow.Protocol);
        attributes.WriteUInt16BigEndian(CTA_PROTO_SRC_PORT, (ushort)flow.OriginalSource.Port);
        attributes.WriteUInt16BigEndian(CTA_PROTO_DST_PORT, (ushort)flow.OriginalDestination.Port);
        attributes.EndNested(protocol);
        attributes.EndNested(tuple);
        attributes.WriteUInt32BigEndian(CTA_ID, flow.Id);
        return MessageWriter.End(buffer, HeaderLength, attributes);
    }

    public bool WasDone(ConntrackFlow command, int error) => error == Errno.ENOENT;

    /// <param name="body">What follows struct nlmsghdr.</param>
    /// <returns>Null for a connection of another protocol.</returns>
    /// <exception cref="NetlinkException">EBADMSG.</exception>
    public static ConntrackFlow? Read(ReadOnlySpan<byte> body, IpvsProtocol protocol)
    {
        if (body.Length < HeaderLength)
            throw new NetlinkException(Errno.EBADMSG, "a tracked connection without struct nfgenmsg");
        var family = body[0];
        var (original, reply, id) = (default(ConntrackTuple), default(ConntrackTuple), 0u);
        var attributes = new AttributeReader(body[HeaderLength..]);
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case CTA_TUPLE_ORIG: original = ConntrackTuple.Read(attributes.ReadNested(), protocol); break;
                case CTA_TUPLE_REPLY: reply = ConntrackTuple.Read(attributes.ReadNested(), protocol); break;
                case CTA_ID: id = attributes.ReadUInt32BigEndian(); break;
                default: break;
            }
        }
        if (original is not { Source: { } source, Destination: { } destination } || reply is not { Source: { } replySource, Destination: { } replyDestination })
            return null;
        var addresses = family == WireAddress.AF_INET6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return new(addresses, protocol, source, destination, replySource, replyDestination, id);
    }

    private static AttributeWriter Begin(Span<byte> buffer, ushort message, byte family) =>
        MessageWriter.Begin(buffer, (ushort)(NFNL_SUBSYS_CTNETLINK | message), 0, [family, NFNETLINK_V0, 0, 0]);
}
