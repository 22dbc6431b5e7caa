using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gateway.ApiServer.Documents;

namespace Gateway.ApiServer.Store;

internal static class TextMap
{
    public static readonly IReadOnlyDictionary<string, string> Empty = FrozenDictionary<string, string>.Empty;

    public static IReadOnlyDictionary<string, string> Read(JsonObject? map)
    {
        if (map is not { Count: > 0 })
            return Empty;
        var result = new Dictionary<string, string>(map.Count);
        foreach (var (key, value) in map)
        {
            if (value.AsText() is { } text)
                result[string.Intern(key)] = text;
        }
        return result;
    }
}
