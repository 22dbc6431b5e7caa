using System.Net;

namespace Gateway.KubernetesApi;

/// <summary>A request to the API server that came to nothing: what was asked, why not, and the server's own words. Never holds a credential.</summary>
internal sealed class ApiException(ApiFailure failure, string request, string reason, Exception? inner = null) : Exception($"{request}: {reason}", inner)
{
    public ApiFailure Failure { get; } = failure;

    /// <summary>Method and path, such as <c>GET /api/v1/services</c>.</summary>
    public string Request { get; } = request;

    /// <summary>The server's sentence, or what the transport said.</summary>
    public string Reason { get; } = reason;

    /// <summary>Null where no answer came.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>How long the server wants to be left alone, where it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
