using System.Net;
using System.Net.Sockets;

namespace Gateway.Netlink;

/// <summary>Addresses and their families as the kernel writes them: AF_* of Linux, which are not .NET's numbers, and bytes in network order.</summary>
internal static class WireAddress
{
    public const byte AF_INET = 2;
    public const byte AF_INET6 = 10;

    /// <summary>The length of an address of any family, union nf_inet_addr.</summary>
    public const int MaxLength = 16;

    public static byte Family(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET;

    public static int Length(byte family) => family == AF_INET6 ? MaxLength : 4;

    /// <summary>Whether it is a family that has addresses here.</summary>
    public static bool IsKnown(uint family) => family is AF_INET or AF_INET6;

    /// <summary>An attribute of exactly the address's length.</summary>
    public static void Write(ref AttributeWriter attributes, ushort type, IPAddress address) => Write(ref attributes, type, address, 0);

    /// <summary>An attribute of <see cref="MaxLength"/> bytes, zeros after an IPv4 address.</summary>
    public static void WriteUnion(ref AttributeWriter attributes, ushort type, IPAddress address) => Write(ref attributes, type, address, MaxLength);

    private static void Write(ref AttributeWriter attributes, ushort type, IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        bytes.Clear();
        address.TryWriteBytes(bytes, out var written);
        attributes.WriteBytes(type, bytes[..Math.Max(length, written)]);
    }
}
