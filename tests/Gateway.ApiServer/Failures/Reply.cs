using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Failures;

/// <summary>What a request gets in place of its answer.</summary>
public sealed record Reply(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>No answer at all: the request is left open until the client gives up or the fault is withdrawn.</summary>
    public static readonly Reply Silence = new(0, "", default);

    /// <summary>No answer at all: the request is reset.</summary>
    public static readonly Reply Reset = new(-1, "", default);

    /// <summary>Whether the answer breaks off after the body, rather than end.</summary>
    public bool Breaks { get; init; }

    /// <summary>In seconds.</summary>
    public int? RetryAfter { get; init; }

    public static Reply TooManyRequests(int? retryAfter = null) => OfStatus(
        429, "TooManyRequests", "The server has received too many requests and has asked us to try again later", retryAfter);

    public static Reply InternalError() => OfStatus(500, "InternalError", "Internal error occurred: etcdserver: leader changed");

    public static Reply Unavailable(int? retryAfter = null) => OfStatus(503, "ServiceUnavailable", "apiserver not ready", retryAfter);

    public static Reply Unauthorized() => OfStatus(401, "Unauthorized", "Unauthorized");

    public static Reply Gone() => OfStatus(410, "Expired", "The resourceVersion for the provided list is too old.");

    /// <summary>A proxy that is in the way, and speaks another language.</summary>
    public static Reply BadGateway() => Text(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");

    /// <summary>A success that is no JSON.</summary>
    public static Reply Garbage() => Text(200, "application/json", "{\"kind\":\"ServiceList\",\"items\":[{\"metadata\":{\"na\u0000\u0001 <not json>");

    /// <summary>A list that breaks off in its midst.</summary>
    public static Reply Broken() => Text(
        200, "application/json", """{"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a""")
        with
        {
            Breaks = true,
        };

    public static Reply Text(int status, string contentType, string body) => new(status, contentType, System.Text.Encoding.UTF8.GetBytes(body));

    public static Reply OfStatus(int code, string reason, string message, int? retryAfter = null)
    {
        var details = retryAfter is { } seconds ? new JsonObject { ["retryAfterSeconds"] = seconds } : null;
        return new(code, "application/json", StatusText.Failure(code, reason, message, details).Utf8()) { RetryAfter = retryAfter };
    }
}
