using System.Text.Json.Nodes;

namespace Gateway.ApiServer.Statuses;

/// <summary>A request that is answered with a Status rather than with what it asked for.</summary>
internal sealed class ApiError(JsonObject status) : Exception(status["message"]?.GetValue<string>())
{
    public JsonObject Status { get; } = status;

    public int Code { get; } = status["code"]!.GetValue<int>();

    /// <summary>Seconds, where the client should come again.</summary>
    public int? RetryAfter { get; init; }
}
