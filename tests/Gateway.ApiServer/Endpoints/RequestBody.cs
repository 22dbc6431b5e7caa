using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Requests;
using Gateway.ApiServer.Statuses;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

internal static class RequestBody
{
    private const int MaxSize = 3 * 1024 * 1024;
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>Reads the body whole, and notes it with the request.</summary>
    public static async Task ReadAsync(HttpContext context, ApiRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is var count and > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxSize)
                throw ApiErrors.TooLarge();
        }
        var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        request.Body = MediaType(request) == Protobuf ? FromProtobuf(bytes) : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The body as an object, from JSON or YAML.</summary>
    public static JsonObject Parse(ApiRequest request) =>
        ParseAny(request) as JsonObject ?? throw ApiErrors.BadRequest("the body of the request is not an object");

    public static JsonNode ParseAny(ApiRequest request)
    {
        try
        {
            return YamlDocuments.Parse(request.Body) is [{ } single] ? single : throw ApiErrors.BadRequest("the body of the request is empty");
        }
        catch (Exception error) when (error is JsonException or FormatException or YamlDotNet.Core.YamlException)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type Object): {error.Message}");
        }
    }

    private static string FromProtobuf(ReadOnlySpan<byte> bytes) =>
        ProtobufObject.Parse(bytes)?.ToJsonString() ?? throw ApiErrors.UnsupportedMediaType("application/json, application/yaml");

    public static string MediaType(ApiRequest request) => request.ContentType.Split(';')[0].Trim();
}
