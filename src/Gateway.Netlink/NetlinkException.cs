namespace Gateway.Netlink;

/// <summary>The kernel refused a request, or cannot be spoken to.</summary>
/// <param name="error">The error number, positive; 0 where there is none.</param>
/// <param name="message">What was asked, the error's name, and the kernel's own sentence where it gave one.</param>
public sealed class NetlinkException(int error, string message, Exception? inner = null) : IOException(message, inner)
{
    public int Error { get; } = error;
}
