using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Gateway.Demo;

/// <summary>
/// What a demonstration backend answers, by the last element of the path:
/// <c>delay</c> the request as it arrived, after <c>?ms=</c>; <c>status</c> the status of <c>?code=</c>; <c>body</c> the request's body, as it
/// comes; <c>sse</c> an event each <c>?ms=</c>; <c>ws</c> a WebSocket that returns what it gets; anything else the request as it arrived.
/// </summary>
internal sealed class EchoPages(string name, CancellationToken stopping)
{
    public async Task AnswerAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.Headers["X-Pod"] = name;
        try
        {
            await PageOf(context)(context, ended.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (WebSocketException)
        {
            context.Abort();
        }
    }

    private Func<HttpContext, CancellationToken, Task> PageOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return path[(path.LastIndexOf('/') + 1)..] switch
        {
            "delay" => DelayAsync,
            "status" => StatusAsync,
            "body" => BodyAsync,
            "sse" => EventsAsync,
            "ws" when context.WebSockets.IsWebSocketRequest => WebSocketAsync,
            _ => RequestAsync,
        };
    }

    private async Task RequestAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var text = new StringBuilder()
            .Append("Hello from ").Append(name).Append("\n\n")
            .Append(request.Method).Append(' ').Append(request.Path).Append(request.QueryString).Append(' ').Append(request.Protocol).Append('\n');
        foreach (var (header, value) in request.Headers.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            text.Append(header).Append(": ").Append(value).Append('\n');
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text.ToString(), cancellationToken);
    }

    private async Task DelayAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Milliseconds(context, 1000), cancellationToken);
        await RequestAsync(context, cancellationToken);
    }

    private Task StatusAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = Number(context, "code", 200, 200, 599);
        // These have no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
        return context.Response.StatusCode is 204 or 205 or 304 ? Task.CompletedTask : RequestAsync(context, cancellationToken);
    }

    private static Task BodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = context.Request.ContentType ?? "application/octet-stream";
        return context.Request.Body.CopyToAsync(context.Response.Body, cancellationToken);
    }

    private async Task EventsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        for (var number = 1; ; number++)
        {
            await context.Response.WriteAsync($"data: {name} {number}\n\n", cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(Milliseconds(context, 1000), cancellationToken);
        }
    }

    private static async Task WebSocketAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, cancellationToken);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
    }

    private static TimeSpan Milliseconds(HttpContext context, int fallback) => TimeSpan.FromMilliseconds(Number(context, "ms", fallback, 1, 600_000));

    private static int Number(HttpContext context, string parameter, int fallback, int least, int most) =>
        int.TryParse(context.Request.Query[parameter], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, least, most)
            : fallback;
}
