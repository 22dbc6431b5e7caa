using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;
using Gateway.ApiServer.Statuses;

namespace Gateway.ApiServer.Endpoints;

/// <summary>Where the next page of a list begins, and of which version it is.</summary>
/// <param name="Version">-1 for one that is not of the version that the list began with.</param>
/// <param name="Start">The first key that may be on it.</param>
internal readonly record struct ContinueToken(long Version, string Start)
{
    /// <param name="last">The key that the page before ended with.</param>
    /// <param name="prefix">Of all the keys; it is not in the token.</param>
    public static string Format(long version, string last, string prefix) => Encode(version, last[prefix.Length..] + "\0");

    public string AsInconsistent() => Encode(-1, Start);

    public static ContinueToken Parse(string text)
    {
        var json = Decode(text);
        try
        {
            var token = JsonNode.Parse(json);
            if (token.TextAt("v") != "meta.k8s.io/v1")
                throw Refuse($"server does not recognize this encoded version \"{token.TextAt("v")}\"");
            var start = token.TextAt("start");
            if (token.NumberAt("rv") is not { } version || version == 0 || string.IsNullOrEmpty(start))
                throw Refuse("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
            return new(version, start.TrimStart('/'));
        }
        catch (JsonException error)
        {
            throw Refuse(error.Message);
        }
    }

    private static string Encode(long version, string start)
    {
        // Keys that have a namespace in them begin with a slash in the server's store.
        var key = start.Contains('/', StringComparison.Ordinal) ? "/" + start : start;
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = version, ["start"] = key };
        return Convert.ToBase64String(json.Utf8()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    // The server says where the text stops being base64, or that it ends too early.
    private static string Decode(string text)
    {
        var wrong = text.AsSpan().IndexOfAnyExcept(Alphabet);
        if (wrong < 0 && text.Length % 4 == 1)
            wrong = text.Length - 1;
        if (wrong >= 0)
            throw Refuse($"illegal base64 data at input byte {wrong}");
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        return Encoding.UTF8.GetString(Convert.FromBase64String(padded));
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static ApiError Refuse(string why) => ApiErrors.BadRequest($"invalid continue token: continue key is not valid: {why}");
}
