using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.HttpProxy.Affinity;

/// <summary>An IP address as a value. An IPv4 address and its IPv6-mapped form are the same; a scope does not count.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClientAddress(UInt128 Value)
{
    public static ClientAddress Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            bytes[..10].Clear();
            bytes[10..12].Fill(0xFF);
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
        }
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
