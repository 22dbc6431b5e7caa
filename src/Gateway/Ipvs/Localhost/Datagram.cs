using System.Net.Sockets;

namespace Gateway.Ipvs.Localhost;

internal static class Datagram
{
    /// <summary>No datagram is larger.</summary>
    public const int MaxSize = 65_536;

    private static readonly byte[] Ignored = new byte[1];

    /// <summary>Until there is one, which is left there: so no buffer waits for it.</summary>
    public static async ValueTask WaitAsync(Socket socket, CancellationToken cancellation = default) =>
        await socket.ReceiveAsync(Ignored.AsMemory(), SocketFlags.Peek, cancellation);
}
