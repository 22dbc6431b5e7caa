using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gateway.KernelLab.Support;

/// <summary>Sockets of SCTP in the style of streams, each with one association. .NET cannot make them, and works with those that are made.</summary>
internal static partial class Sctp
{
    private const int AF_INET = 2;
    private const int AF_INET6 = 10;
    private const int SOCK_STREAM = 1;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int IPPROTO_SCTP = 132;

    /// <summary>Whether tests of it are not to be skipped. The lab's machine has it, so that a test fails there if it should not.</summary>
    public static bool IsThere { get; } = Lab.IsMachine || CanOpen();

    /// <summary>Skips the test where it runs on a kernel of others, which has no SCTP.</summary>
    /// <exception cref="InvalidOperationException">The lab's machine has no SCTP.</exception>
    public static Socket NewSocket(AddressFamily family)
    {
        Assert.SkipUnless(IsThere, "this kernel has no SCTP (module sctp)");
        var handle = Open(family);
        if (handle.IsInvalid)
            throw new InvalidOperationException($"socket: {Marshal.GetLastPInvokeErrorMessage()}");
        var socket = new Socket(handle);
        // Else each side tells the other its IPv4 addresses, too, and those are talked to past the gateway.
        if (family == AddressFamily.InterNetworkV6)
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.IPv6Only, true);
        return socket;
    }

    private static bool CanOpen()
    {
        using var handle = Open(AddressFamily.InterNetwork);
        return !handle.IsInvalid;
    }

    private static SafeSocketHandle Open(AddressFamily family) => new(
        Open(family == AddressFamily.InterNetwork ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP), ownsHandle: true);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int family, int type, int protocol);
}
