using Microsoft.AspNetCore.Http.Features;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>A request for a WebSocket: an HTTP/1.1 upgrade, or an extended CONNECT (RFC 8441).</summary>
internal static class UpgradeRequest
{
    private const string WebSocket = "websocket";

    public static bool Is(HttpContext context)
    {
        var request = context.Request;
        var upgrade = request.Headers.Upgrade;
        if (upgrade.Count > 0)
            return string.Equals(upgrade.ToString(), WebSocket, StringComparison.OrdinalIgnoreCase);
        return HttpMethods.IsConnect(request.Method) && IsWebSocketConnect(context);
    }

    private static bool IsWebSocketConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
        && string.Equals(connect.Protocol, WebSocket, StringComparison.OrdinalIgnoreCase);
}
