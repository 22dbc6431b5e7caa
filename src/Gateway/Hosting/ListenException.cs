using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Hosting;

/// <summary>A listener could not be opened.</summary>
internal sealed class ListenException(string address, string reason, Exception inner) : Exception($"cannot listen on {address}: {reason}", inner)
{
    public string Address { get; } = address;

    public string Reason { get; } = reason;

    /// <summary>Why a server could not open a listener, or null where the exception is about something else.</summary>
    public static string? Explain(Exception error) => error switch
    {
        AddressInUseException => "the port is in use by another process",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "the port is in use by another process",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "ports below 1024 need a privilege that this process does not have",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "this machine does not have the address",
        SocketException { SocketErrorCode: SocketError.AddressFamilyNotSupported } => "this machine does not have that address family",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
