using Gateway.Model;

namespace Gateway.HttpProxy.Routing;

/// <summary>Puts the path of a route into the form in which requests' paths are compared.</summary>
internal static class RoutePath
{
    private const string EncodedSlash = "%2F";

    /// <summary>
    /// Decoded as a request's path is, that is, all but the encoded slash. A prefix loses the slash at its end, so that <c>/</c>
    /// becomes empty and is the prefix of every path.
    /// </summary>
    public static string Build(HttpRoute route)
    {
        var path = route.Path.Contains('%') ? Decode(route.Path) : route.Path;
        return route.Match == PathMatch.Prefix ? path.TrimEnd('/') : path;
    }

    private static string Decode(string path) =>
        string.Join(EncodedSlash, path.Split([EncodedSlash, "%2f"], StringSplitOptions.None).Select(Uri.UnescapeDataString));
}
