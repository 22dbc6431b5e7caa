using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Tests.HttpProxy;

/// <summary>What a backend saw of a request.</summary>
internal sealed record Echo(string Method, string Target, string Protocol, Dictionary<string, string> Headers)
{
    public string this[string header] => Headers.GetValueOrDefault(header.ToLowerInvariant(), "");

    public bool Has(string header) => Headers.ContainsKey(header.ToLowerInvariant());

    public static Task WriteAsync(HttpContext context)
    {
        var request = context.Request;
        var echo = new Echo(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Protocol,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()));
        // With a length, so that it can be read without undoing chunks.
        return context.Response.Body.WriteAsync(Prepare(context, JsonSerializer.SerializeToUtf8Bytes(echo))).AsTask();
    }

    public static Echo Parse(string json) => JsonSerializer.Deserialize<Echo>(json)!;

    private static byte[] Prepare(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return body;
    }
}
