using System.Runtime.InteropServices;

namespace Gateway.Netlink.Interop;

/// <summary>The system calls of a netlink socket, as in socket(7) and netlink(7). Addresses are struct sockaddr_nl, 12 bytes.</summary>
internal static partial class Libc
{
    public const int AF_NETLINK = 16;
    public const int SOCK_RAW = 3;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int MSG_TRUNC = 0x20;
    public const int MSG_DONTWAIT = 0x40;
    public const int SOL_SOCKET = 1;
    public const int SO_SNDBUF = 7;
    public const int SO_RCVBUF = 8;
    public const int SO_SNDBUFFORCE = 32;
    public const int SO_RCVBUFFORCE = 33;
    public const int SOL_NETLINK = 270;
    public const short POLLIN = 1;
    public const int NETLINK_CAP_ACK = 10;
    public const int NETLINK_EXT_ACK = 11;

    /// <summary>The length of struct pollfd: the descriptor, what is wanted of it, and what there is.</summary>
    public const int PollLength = 8;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(NetlinkSocketHandle socket, ReadOnlySpan<byte> address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(NetlinkSocketHandle socket, Span<byte> address, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(NetlinkSocketHandle socket, int level, int name, ReadOnlySpan<byte> value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(NetlinkSocketHandle socket, int level, int name, Span<byte> value, ref uint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(NetlinkSocketHandle socket, ReadOnlySpan<byte> messages, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recvfrom(
        NetlinkSocketHandle socket, Span<byte> buffer, nuint length, int flags, Span<byte> sender, ref uint senderLength);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Span<byte> descriptors, nuint count, int milliseconds);
}
