namespace Gateway.Netlink;

/// <summary>What a failure means for what is asked next.</summary>
public enum NetlinkReason
{
    /// <summary>This request failed, and others may not: the kernel refused it, or its answer was lost or no answer at all.</summary>
    Request,

    /// <summary>
    /// The connection is of no use any more, and a new one may be: the socket fails, the kernel does not answer in time, or the family that is spoken
    /// to went, with its module. Whether the request was carried out is not known.
    /// </summary>
    ConnectionLost,
}

/// <summary>The kernel refused a request, or cannot be spoken to.</summary>
/// <param name="error">The error number, positive; 0 where there is none.</param>
/// <param name="message">What was asked, the error's name, and the kernel's own sentence where it gave one.</param>
public sealed class NetlinkException(int error, string message, Exception? inner = null) : IOException(message, inner)
{
    public int Error { get; } = error;

    public NetlinkReason Reason { get; init; } = NetlinkReason.Request;
}
