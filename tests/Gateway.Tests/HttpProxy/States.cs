using Gateway.Model;

namespace Gateway.Tests.HttpProxy;

/// <summary>Makes states in a few words.</summary>
internal static class States
{
    public static readonly ObjectReference Source = new("Ingress", new("default", "test"));

    public static ServicePortName Name(string service) => new(new("default", service), "http", 80);

    public static HttpRoute Route(string path, string? cluster, PathMatch match = PathMatch.Prefix) =>
        new(match, path, cluster is null ? null : Name(cluster), Source);

    public static HttpRoute Exact(string path, string? cluster) => Route(path, cluster, PathMatch.Exact);

    public static HttpState WithHost(this HttpState state, string host, params HttpRoute[] routes) =>
        state with { Hosts = state.Hosts.Set(host, new HostRoutes(host, routes.ToValueArray(), null)) };

    public static HttpState WithDefault(this HttpState state, string host, HttpRoute route) =>
        state with { Hosts = state.Hosts.Set(host, new HostRoutes(host, state.Hosts.Find(host)?.Routes ?? default, route)) };

    public static HttpState WithoutHost(this HttpState state, string host) => state with { Hosts = state.Hosts.Remove(host) };

    public static HttpState WithCluster(this HttpState state, string name, params Backend[] backends) =>
        state.WithCluster(new HttpCluster(Name(name)) { Backends = backends.ToValueArray() });

    public static HttpState WithCluster(this HttpState state, HttpCluster cluster) => state with { Clusters = state.Clusters.Set(cluster.Name, cluster) };

    public static HttpState WithoutCluster(this HttpState state, string name) => state with { Clusters = state.Clusters.Remove(Name(name)) };

    public static HttpState WithCertificate(this HttpState state, string name, TlsCertificate certificate) =>
        state with { Certificates = state.Certificates.Set(name, certificate) };

    /// <summary>All paths of every host to one cluster.</summary>
    public static HttpState To(params Backend[] backends) =>
        HttpState.Empty.WithCluster("web", backends).WithHost(HostRoutes.AnyHost, Route("/", "web"));

    public static HttpState To(UpstreamProtocol protocol, params Backend[] backends) => HttpState.Empty
        .WithCluster(new HttpCluster(Name("web")) { Protocol = protocol, Backends = backends.ToValueArray() })
        .WithHost(HostRoutes.AnyHost, Route("/", "web"));
}
