using Gateway.Model;
using Yarp.ReverseProxy.Model;

namespace Gateway.HttpProxy.Affinity;

/// <summary>Keeps the clients of one cluster on their destinations, in the way that its Service asks for. At most one of the two is set.</summary>
internal sealed record ClusterAffinity(ClientAddressAffinity? ByAddress, CookieAffinity? ByCookie)
{
    /// <summary>Null where the Service asks for none. What <paramref name="before"/> remembers is taken over.</summary>
    public static ClusterAffinity? Build(HttpCluster cluster, ClusterAffinity? before, TimeProvider time)
    {
        switch (cluster.Affinity.Kind)
        {
            case AffinityKind.ClientIP when before?.ByAddress is { } table:
                table.Timeout = cluster.Affinity.Timeout;
                return before;
            case AffinityKind.ClientIP:
                return new(new ClientAddressAffinity(cluster.Affinity.Timeout, time), null);
            case AffinityKind.Cookie:
                return before?.ByCookie is null ? new(null, new CookieAffinity(CookieAffinity.NameFor(cluster.Name.ToString()))) : before;
            default:
                return null;
        }
    }

    /// <summary>The destination that the client belongs to, if it is one of <paramref name="current"/>.</summary>
    public DestinationState? Find(HttpContext context, IReadOnlyList<DestinationState> current)
    {
        if (ByCookie is not null)
            return ByCookie.Find(context, current);
        return context.Connection.RemoteIpAddress is { } client ? ByAddress?.Find(client, current) : null;
    }

    /// <summary>Makes a fresh pick the destination that the client belongs to. To be called before the response starts.</summary>
    public void Keep(HttpContext context, DestinationState picked)
    {
        ByCookie?.AppendTo(context.Response, picked);
        if (context.Connection.RemoteIpAddress is { } client)
            ByAddress?.Remember(client, picked);
    }
}
