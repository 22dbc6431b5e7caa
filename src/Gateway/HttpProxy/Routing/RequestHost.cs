namespace Gateway.HttpProxy.Routing;

/// <summary>Reads the name out of a Host header or an <c>:authority</c>.</summary>
internal static class RequestHost
{
    /// <summary>
    /// The name without port and without the dot that may end it: <c>shop.test.:8080</c> gives <c>shop.test</c>, <c>[::1]:80</c> gives
    /// <c>[::1]</c>. Case is left as it is.
    /// </summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> header)
    {
        var name = header;
        var end = header.StartsWith('[') ? header.IndexOf(']') + 1 : header.IndexOf(':');
        if (end > 0)
            name = header[..end];
        else if (end == 0 && header.StartsWith(':'))
            return default;
        return name.EndsWith('.') ? name[..^1] : name;
    }

    /// <summary>The digits after the name; empty where there are none.</summary>
    public static ReadOnlySpan<char> PortOf(ReadOnlySpan<char> header)
    {
        var colon = header.LastIndexOf(':');
        return colon < 0 || header[colon..].Contains(']') ? default : header[(colon + 1)..];
    }

    /// <summary>What follows the first label: of <c>a.b.test</c> it is <c>b.test</c>; empty where there is no such thing.</summary>
    public static ReadOnlySpan<char> ParentOf(ReadOnlySpan<char> name)
    {
        var dot = name.IndexOf('.');
        return dot > 0 ? name[(dot + 1)..] : default;
    }
}
