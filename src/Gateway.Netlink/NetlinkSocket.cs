using System.Runtime.InteropServices;
using Gateway.Netlink.Interop;

namespace Gateway.Netlink;

/// <summary>A socket of address family AF_NETLINK, in the network namespace of the thread that opens it.</summary>
internal sealed class NetlinkSocket : INetlinkTransport
{
    private const int DefaultBufferBytes = 1 << 20;
    private const int AddressLength = 12;

    /// <summary>Where the port is in struct sockaddr_nl.</summary>
    private const int PortOffset = 4;

    /// <summary>The kernel answers before a send returns, so that only a fault can take this long.</summary>
    private const long ReceiveTimeoutSeconds = 10;

    private readonly NetlinkSocketHandle _handle;

    private NetlinkSocket(NetlinkSocketHandle handle, int receiveBytes)
    {
        _handle = handle;
        SetOption(Libc.SOL_NETLINK, Libc.NETLINK_EXT_ACK, 1);
        SetOption(Libc.SOL_NETLINK, Libc.NETLINK_CAP_ACK, 1);
        SetBuffers(receiveBytes);
        Bind();
        Span<byte> timeout = stackalloc byte[2 * nint.Size];
        timeout.Clear();
        MemoryMarshal.Write(timeout, (nint)ReceiveTimeoutSeconds);
        Check(Libc.setsockopt(_handle, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, timeout, (uint)timeout.Length), "bound the time of receiving");
        // The kernel keeps 32 bytes of the buffer for itself.
        SendLimit = GetOption(Libc.SO_SNDBUF) - 32;
        ReceiveLimit = GetOption(Libc.SO_RCVBUF);
    }

    public uint Port { get; private set; }

    public int SendLimit { get; }

    public int ReceiveLimit { get; }

    /// <param name="protocol">NETLINK_* of linux/netlink.h.</param>
    /// <param name="receiveBytes">Of the receive buffer; the kernel doubles it for its own overhead.</param>
    /// <exception cref="NetlinkException">This is not Linux, or there is no such protocol.</exception>
    public static NetlinkSocket Open(int protocol, int receiveBytes = DefaultBufferBytes)
    {
        if (!OperatingSystem.IsLinux())
            throw new NetlinkException(0, $"netlink is Linux's own, and this is {RuntimeInformation.OSDescription}");
        var descriptor = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        Check(descriptor, $"open a netlink socket of protocol {protocol}");
        var handle = new NetlinkSocketHandle(descriptor);
        try
        {
            return new(handle, receiveBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public int Send(ReadOnlySpan<byte> messages)
    {
        while (true)
        {
            if (Libc.send(_handle, messages, (nuint)messages.Length, 0) >= 0)
                return 0;
            var error = Marshal.GetLastPInvokeError();
            if (error != Errno.EINTR)
                return error;
        }
    }

    public Received Receive(Span<byte> buffer, bool wait)
    {
        Span<byte> sender = stackalloc byte[AddressLength];
        // With MSG_TRUNC it says how long the datagram was, not how much of it there was room for.
        var flags = Libc.MSG_TRUNC | (wait ? 0 : Libc.MSG_DONTWAIT);
        while (true)
        {
            uint senderLength = AddressLength;
            var length = Libc.recvfrom(_handle, buffer, (nuint)buffer.Length, flags, sender, ref senderLength);
            if (length >= 0)
                return new(0, (int)length, MemoryMarshal.Read<uint>(sender[PortOffset..]));
            var error = Marshal.GetLastPInvokeError();
            if (error != Errno.EINTR)
                return new(error, 0, 0);
        }
    }

    public void Dispose() => _handle.Dispose();

    private void Bind()
    {
        Span<byte> address = stackalloc byte[AddressLength];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Libc.AF_NETLINK);
        Check(Libc.bind(_handle, address, AddressLength), "bind a netlink socket");
        uint length = AddressLength;
        Check(Libc.getsockname(_handle, address, ref length), "find the port of a netlink socket");
        Port = MemoryMarshal.Read<uint>(address[PortOffset..]);
    }

    /// <summary>Without the right to more, the system's bound remains; nothing depends on it but the number of messages that are sent at once.</summary>
    private void SetBuffers(int receiveBytes)
    {
        if (!TrySetOption(Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, receiveBytes))
            _ = TrySetOption(Libc.SOL_SOCKET, Libc.SO_RCVBUF, receiveBytes);
        if (!TrySetOption(Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, DefaultBufferBytes))
            _ = TrySetOption(Libc.SOL_SOCKET, Libc.SO_SNDBUF, DefaultBufferBytes);
    }

    private bool TrySetOption(int level, int name, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(bytes, value);
        return Libc.setsockopt(_handle, level, name, bytes, sizeof(int)) == 0;
    }

    private void SetOption(int level, int name, int value) => Check(TrySetOption(level, name, value) ? 0 : -1, $"set option {name} of a netlink socket");

    private int GetOption(int name)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        uint length = sizeof(int);
        Check(Libc.getsockopt(_handle, Libc.SOL_SOCKET, name, bytes, ref length), $"read option {name} of a netlink socket");
        return MemoryMarshal.Read<int>(bytes);
    }

    private static void Check(int result, string attempt)
    {
        if (result >= 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        throw new NetlinkException(error, $"cannot {attempt}: {Errno.Describe(error)}");
    }
}
