using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.HttpProxy;

/// <summary>
/// What a client is told where the gateway itself answers: the status, a sentence that gives nothing of the inside away, and the request's
/// id, under which the log has the details. gRPC clients are told in their own way (HTTP 200 and a grpc-status, as a trailers-only
/// response).
/// </summary>
internal static class ErrorReply
{
    private const string Server = "gateway";

    public static Task NoRouteAsync(HttpContext context)
    {
        RequestId.Assign(context);
        return WriteAsync(context, StatusCodes.Status404NotFound, "There is nothing at this host and path.");
    }

    public static Task WriteAsync(HttpContext context, int status, string sentence)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        response.Clear();
        var headers = response.Headers;
        headers.Server = Server;
        headers.CacheControl = "no-store";
        headers[RequestId.Header] = context.TraceIdentifier;
        return IsGrpc(context.Request) ? WriteGrpcAsync(response, status, sentence) : WriteTextAsync(context, status, sentence);
    }

    private static Task WriteTextAsync(HttpContext context, int status, string sentence)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        var text = $"{status} {ReasonPhrases.GetReasonPhrase(status)}\n{sentence}\nRequest id: {context.TraceIdentifier}\n";
        response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.WriteAsync(text);
    }

    private static Task WriteGrpcAsync(HttpResponse response, int status, string sentence)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = GrpcStatusOf(status);
        response.Headers["grpc-message"] = sentence;
        return Task.CompletedTask;
    }

    private static bool IsGrpc(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol)
        && request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>As gRPC maps HTTP statuses (grpc/doc/http-grpc-status-mapping.md): INTERNAL, UNIMPLEMENTED, UNAVAILABLE, UNKNOWN.</summary>
    private static string GrpcStatusOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "13",
        StatusCodes.Status404NotFound => "12",
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => "14",
        _ => "2",
    };
}
