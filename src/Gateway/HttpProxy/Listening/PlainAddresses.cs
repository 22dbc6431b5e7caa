using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Gateway.HttpProxy.Listening;

/// <summary>
/// A socket for both families shows IPv4 peers as <c>::ffff:192.0.2.1</c>. From here on they are called <c>192.0.2.1</c>: in forwarding
/// headers, affinity, trusted networks and logs.
/// </summary>
internal static class PlainAddresses
{
    public static ConnectionDelegate Use(ConnectionDelegate next) => connection =>
    {
        connection.RemoteEndPoint = Unmap(connection.RemoteEndPoint);
        connection.LocalEndPoint = Unmap(connection.LocalEndPoint);
        return next(connection);
    };

    private static EndPoint? Unmap(EndPoint? endpoint) =>
        endpoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port) : endpoint;
}
