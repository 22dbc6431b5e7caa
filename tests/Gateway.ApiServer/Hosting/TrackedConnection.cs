using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.ApiServer.Hosting;

internal sealed class TrackedConnection(ConnectionContext context)
{
    /// <summary>Asks the client to take its next requests elsewhere; over HTTP/2 with GOAWAY.</summary>
    public void AskToLeave() => context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Ends it at once and without a word: the other side reads a reset.</summary>
    public void Reset()
    {
        try
        {
            if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
                socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
        context.Abort(new ConnectionAbortedException("reset on purpose"));
    }
}
