using System.Net;

namespace Gateway.HttpProxy.Forwarding;

/// <summary>
/// A response whose length is not known, such as a stream of events. The forwarder sends headers together with the first bytes of the body,
/// which may be long in coming, while the client may wait for the headers before it goes on.
/// </summary>
internal static class OpenEndedResponse
{
    public static bool Is(HttpContext context, HttpResponseMessage response) =>
        context.Response.ContentLength is null
        && response.StatusCode is not (HttpStatusCode.SwitchingProtocols or HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        && !HttpMethods.IsHead(context.Request.Method);

    /// <summary>
    /// Sends the headers if no byte of the body is there yet. A body that has ended already is left alone: headers and trailers must then
    /// go out together, as a gRPC error does.
    /// </summary>
    public static async ValueTask SendHeadersAsync(HttpContext context, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        // Completes when there is something to read, or nothing more will come.
        var firstByte = body.ReadAsync(Memory<byte>.Empty, cancellationToken);
        if (!firstByte.IsCompleted)
            await context.Response.Body.FlushAsync(cancellationToken);
        try
        {
            await firstByte;
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            // The forwarder meets the same error at its own first read, and deals with it.
        }
    }
}
