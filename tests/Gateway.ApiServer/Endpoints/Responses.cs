using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Resources;
using Gateway.ApiServer.Statuses;
using Gateway.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace Gateway.ApiServer.Endpoints;

internal static class Responses
{
    public const string Json = "application/json";

    public static Task WriteAsync(this HttpContext context, JsonNode body, int code = 200, string contentType = Json) =>
        context.WriteAsync(body.Utf8(), code, contentType);

    public static async Task WriteAsync(this HttpContext context, ReadOnlyMemory<byte> body, int code = 200, string contentType = Json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    public static async Task WriteAsync(this HttpContext context, StoredObject value, ResourceType type, int code = 200)
    {
        var body = value.BytesAs(type);
        context.Response.StatusCode = code;
        context.Response.ContentType = Json;
        context.Response.ContentLength = type.Head.Length + body.Length;
        await context.Response.BodyWriter.WriteAsync(type.Head, context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    public static Task WriteAsync(this HttpContext context, ApiError error)
    {
        if (error.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        if (error.Code == 403)
            context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.WriteAsync(error.Status, error.Code);
    }

    /// <summary>What the server says where it has nothing under a path, not even an API.</summary>
    public static Task WriteNoSuchPathAsync(this HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.WriteAsync("404 page not found\n"u8.ToArray(), 404, "text/plain; charset=utf-8");
    }
}
