using System.Diagnostics;
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
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    private readonly NetlinkSocketHandle _handle;
    private readonly TimeSpan _patience;

    private NetlinkSocket(NetlinkSocketHandle handle, int receiveBytes, TimeSpan patience)
    {
        _handle = handle;
        _patience = patience;
        // Kernels before 4.12 and 4.3 do not know them: their errors come without a sentence, and with the whole request.
        _ = TrySetOption(Libc.SOL_NETLINK, Libc.NETLINK_EXT_ACK, 1);
        _ = TrySetOption(Libc.SOL_NETLINK, Libc.NETLINK_CAP_ACK, 1);
        SetBuffers(receiveBytes);
        Bind();
        // The kernel keeps 32 bytes of the buffer for itself.
        SendLimit = GetOption(Libc.SO_SNDBUF) - 32;
        ReceiveLimit = GetOption(Libc.SO_RCVBUF);
    }

    public uint Port { get; private set; }

    public int SendLimit { get; }

    public int ReceiveLimit { get; }

    /// <param name="protocol">NETLINK_* of linux/netlink.h.</param>
    /// <param name="receiveBytes">Of the receive buffer; the kernel doubles it for its own overhead.</param>
    /// <param name="patience">How long a datagram is waited for; 10 s unless told otherwise.</param>
    /// <exception cref="NetlinkException">This is not Linux, or there is no such protocol.</exception>
    public static NetlinkSocket Open(int protocol, int receiveBytes = DefaultBufferBytes, TimeSpan? patience = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new NetlinkException(0, $"netlink is Linux's own, and this is {RuntimeInformation.OSDescription}");
        var descriptor = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
        Check(descriptor, $"open a netlink socket of protocol {protocol}");
        var handle = new NetlinkSocketHandle(descriptor);
        try
        {
            return new(handle, receiveBytes, patience ?? DefaultPatience);
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
        const int flags = Libc.MSG_TRUNC | Libc.MSG_DONTWAIT;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            uint senderLength = AddressLength;
            var length = Libc.recvfrom(_handle, buffer, (nuint)buffer.Length, flags, sender, ref senderLength);
            if (length >= 0)
                return new(0, (int)length, MemoryMarshal.Read<uint>(sender[PortOffset..]));
            var error = Marshal.GetLastPInvokeError();
            if (error == Errno.EAGAIN && wait)
                error = Await(_patience - Stopwatch.GetElapsedTime(started));
            if (error != Errno.EINTR)
                return new(error, 0, 0);
        }
    }

    /// <summary>
    /// Waits until there is something to receive. Not by SO_RCVTIMEO, whose number is not the same on every architecture, and which begins anew with every
    /// signal that comes in between.
    /// </summary>
    /// <returns>EINTR for "look again", EAGAIN where the time is over.</returns>
    private int Await(TimeSpan rest)
    {
        if (rest <= TimeSpan.Zero)
            return Errno.EAGAIN;
        Span<byte> wanted = stackalloc byte[Libc.PollLength];
        wanted.Clear();
        var isHeld = false;
        try
        {
            _handle.DangerousAddRef(ref isHeld);
            MemoryMarshal.Write(wanted, (int)_handle.DangerousGetHandle());
            MemoryMarshal.Write(wanted[sizeof(int)..], Libc.POLLIN);
            var ready = Libc.poll(wanted, 1, (int)Math.Ceiling(rest.TotalMilliseconds));
            return ready > 0 ? Errno.EINTR : ready == 0 ? Errno.EAGAIN : Marshal.GetLastPInvokeError();
        }
        finally
        {
            if (isHeld)
                _handle.DangerousRelease();
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
