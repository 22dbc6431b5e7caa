using System.Net;
using System.Runtime.InteropServices;
using Gateway.Netlink.Ipvs;
using static Gateway.Netlink.Conntrack.ConntrackConstants;

namespace Gateway.Netlink.Conntrack;

/// <summary>CTA_TUPLE_*: one direction of a connection. Both null where it is of another protocol than what is asked for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConntrackTuple(IPEndPoint? Source, IPEndPoint? Destination)
{
    public static ConntrackTuple Read(AttributeReader attributes, IpvsProtocol protocol)
    {
        ReadOnlySpan<byte> source = default;
        ReadOnlySpan<byte> destination = default;
        var (number, sourcePort, destinationPort) = (default(byte), default(ushort), default(ushort));
        while (attributes.Read())
        {
            var inner = attributes.ReadNested();
            if (attributes.Type == CTA_TUPLE_IP)
                ReadAddresses(inner, ref source, ref destination);
            else if (attributes.Type == CTA_TUPLE_PROTO)
                (number, sourcePort, destinationPort) = ReadPorts(inner);
        }
        return number != (byte)protocol || source.IsEmpty || destination.IsEmpty
            ? default
            : new(new(new IPAddress(source), sourcePort), new(new IPAddress(destination), destinationPort));
    }

    private static void ReadAddresses(AttributeReader attributes, ref ReadOnlySpan<byte> source, ref ReadOnlySpan<byte> destination)
    {
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case CTA_IP_V4_SRC: source = attributes.ReadBytes(4); break;
                case CTA_IP_V4_DST: destination = attributes.ReadBytes(4); break;
                case CTA_IP_V6_SRC: source = attributes.ReadBytes(WireAddress.MaxLength); break;
                case CTA_IP_V6_DST: destination = attributes.ReadBytes(WireAddress.MaxLength); break;
                default: break;
            }
        }
    }

    private static (byte Number, ushort Source, ushort Destination) ReadPorts(AttributeReader attributes)
    {
        var (number, source, destination) = (default(byte), default(ushort), default(ushort));
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case CTA_PROTO_NUM: number = attributes.ReadByte(); break;
                case CTA_PROTO_SRC_PORT: source = attributes.ReadUInt16BigEndian(); break;
                case CTA_PROTO_DST_PORT: destination = attributes.ReadUInt16BigEndian(); break;
                default: break;
            }
        }
        return (number, source, destination);
    }
}
