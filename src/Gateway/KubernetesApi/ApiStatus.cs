using System.Text.Json.Serialization;

namespace Gateway.KubernetesApi;

/// <summary>meta/v1 Status: what the API server answers in place of an object, or as the object of an ERROR event.</summary>
internal sealed record ApiStatus
{
    public string? Message { get; init; }

    /// <summary>One CamelCase word, such as <c>Conflict</c> or <c>Expired</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP status code once more.</summary>
    public int? Code { get; init; }

    public ApiStatusDetails? Details { get; init; }
}

internal sealed record ApiStatusDetails
{
    public int? RetryAfterSeconds { get; init; }

    public IReadOnlyList<ApiStatusCause>? Causes { get; init; }
}

internal sealed record ApiStatusCause
{
    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ApiStatus))]
internal sealed partial class ApiStatusJson : JsonSerializerContext;
