namespace Gateway.HttpProxy.Routing;

/// <summary>Finds a route by path: an exact one first, then the longest prefix, element by element.</summary>
internal interface IPathTable
{
    ProxyRoute? Find(ReadOnlySpan<char> path);
}
