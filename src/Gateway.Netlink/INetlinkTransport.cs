using System.Runtime.InteropServices;

namespace Gateway.Netlink;

/// <summary>A way to one of the kernel's netlink families and back, datagram by datagram.</summary>
internal interface INetlinkTransport : IDisposable
{
    /// <summary>Under which the kernel knows this end (nl_pid).</summary>
    uint Port { get; }

    /// <summary>The most bytes that one send may have.</summary>
    int SendLimit { get; }

    /// <summary>How many bytes of answers, the kernel's own overhead included, wait until they are received before more of them are lost.</summary>
    int ReceiveLimit { get; }

    /// <summary>Sends whole messages as one datagram. The error number; 0 for none.</summary>
    int Send(ReadOnlySpan<byte> messages);

    /// <summary>Receives one datagram.</summary>
    /// <param name="wait">Whether to wait where there is none, for a bounded time.</param>
    Received Receive(Span<byte> buffer, bool wait);
}

/// <param name="Error">0 for none; EAGAIN where nothing came; ENOBUFS where answers were lost.</param>
/// <param name="Length">Of the datagram; what is beyond the buffer's length is lost.</param>
/// <param name="Sender">The sender's port; 0 for the kernel.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Received(int Error, int Length, uint Sender);
