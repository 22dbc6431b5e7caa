namespace Gateway.Model;

/// <summary>The routes of one host.</summary>
/// <param name="Routes">In order of precedence: exact before prefix, then the longer path first. No two match the same.</param>
/// <param name="Default">
/// Taken where no route of any host matches the request: the default backend of an Ingress that names this host; for
/// <see cref="AnyHost"/> the default backend of all.
/// </param>
public sealed record HostRoutes(string Host, ValueArray<HttpRoute> Routes, HttpRoute? Default)
{
    public const string AnyHost = "";
}

public enum PathMatch
{
    /// <summary>The whole path, case-sensitive.</summary>
    Exact,

    /// <summary>Element by element; a slash at the end, on either side, says nothing.</summary>
    Prefix,
}

/// <summary>One path of one host, and where it goes.</summary>
/// <param name="Cluster">Null where the backend does not exist or cannot be used: the route answers 503.</param>
/// <param name="Source">The object that asked for it.</param>
public sealed record HttpRoute(PathMatch Match, string Path, ServicePortName? Cluster, ObjectReference Source);
