using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gateway.KubernetesApi;

/// <summary>From an answer that is no success to the exception that says so.</summary>
internal static class ApiErrors
{
    /// <summary>A Status is a few hundred bytes; of what a proxy in between says in its place, no more is read.</summary>
    private const int MaxBody = 64 * 1024;
    private const int MaxQuoted = 300;

    /// <summary>Reads the answer's body for the server's words.</summary>
    public static async Task<ApiException> ReadAsync(string request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadStartAsync(response, cancellationToken);
        var retryAfter = DelayOf(response.Headers.RetryAfter);
        if (TryParse(body) is { } status && (status.Reason ?? status.Message) is not null)
            return Build(request, response.StatusCode, status, retryAfter);
        return new(FailureOf((int)response.StatusCode, null), request, $"{(int)response.StatusCode} {Quote(body)}")
        {
            StatusCode = response.StatusCode,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The exception for a Status, wherever it came from: an answer, or an ERROR event of a watch.</summary>
    public static ApiException Build(string request, HttpStatusCode code, ApiStatus status, TimeSpan? retryAfter = null) =>
        new(FailureOf(status.Code ?? (int)code, status), request, $"{status.Code ?? (int)code} {status.Reason}: {status.Message}")
        {
            StatusCode = code,
            RetryAfter = retryAfter ?? (status.Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null),
        };

    private static ApiFailure FailureOf(int code, ApiStatus? status) => (code, status?.Reason) switch
    {
        (401, _) => ApiFailure.Unauthorized,
        (403, _) => ApiFailure.Forbidden,
        (404, _) => ApiFailure.NotFound,
        (409, "AlreadyExists") => ApiFailure.AlreadyExists,
        (409, _) => ApiFailure.Conflict,
        (410, _) => ApiFailure.Expired,
        (429, _) => ApiFailure.TooManyRequests,
        (400 or 422, _) => ApiFailure.Invalid,
        (504, _) when status?.Details?.Causes?.Any(cause => cause.Reason == "ResourceVersionTooLarge") == true => ApiFailure.ResourceVersionTooLarge,
        _ => ApiFailure.ServerError,
    };

    private static async Task<byte[]> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[MaxBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return buffer[..length];
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return [];
        }
    }

    private static ApiStatus? TryParse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiStatusJson.Default.ApiStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Quote(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxQuoted))).ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "with no words" : text;
    }

    private static TimeSpan? DelayOf(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
