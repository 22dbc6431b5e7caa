using Gateway.Model;

namespace Gateway.Tests.Status;

/// <summary>Small desired states to compare.</summary>
internal static class States
{
    public static readonly ServicePortName Shop = new(new("default", "shop"), "http", 80);

    public static readonly ServicePortName Api = new(new("default", "api"), "", 8080);

    public static readonly ObjectReference Ingress = new("Ingress", new("default", "shop"));

    public static DesiredState With(this DesiredState state, string host, params HttpRoute[] routes) =>
        state with { Http = state.Http with { Hosts = state.Http.Hosts.Set(host, new(host, [.. routes], null)) } };

    public static DesiredState WithDefault(this DesiredState state, string host, ServicePortName? cluster) =>
        state with { Http = state.Http with { Hosts = state.Http.Hosts.Set(host, new(host, [], Prefix("/", cluster))) } };

    public static DesiredState WithoutHost(this DesiredState state, string host) =>
        state with { Http = state.Http with { Hosts = state.Http.Hosts.Remove(host) } };

    public static DesiredState With(this DesiredState state, HttpCluster cluster) =>
        state with { Http = state.Http with { Clusters = state.Http.Clusters.Set(cluster.Name, cluster) } };

    public static DesiredState With(this DesiredState state, string host, TlsCertificate certificate) =>
        state with { Http = state.Http with { Certificates = state.Http.Certificates.Set(host, certificate) } };

    public static DesiredState WithoutCertificate(this DesiredState state, string host) =>
        state with { Http = state.Http with { Certificates = state.Http.Certificates.Remove(host) } };

    public static DesiredState With(this DesiredState state, ObjectReference subject, params Condition[] conditions) =>
        state with { Conditions = state.Conditions.Set(subject, new([.. conditions])) };

    public static DesiredState Without(this DesiredState state, ObjectReference subject) =>
        state with { Conditions = state.Conditions.Remove(subject) };

    public static HttpRoute Prefix(string path, ServicePortName? cluster) => new(PathMatch.Prefix, path, cluster, Ingress);

    public static HttpRoute Exact(string path, ServicePortName? cluster) => new(PathMatch.Exact, path, cluster, Ingress);

    public static HttpCluster Cluster(ServicePortName name, params int[] ports) =>
        new(name) { Backends = [.. ports.Select(port => new Backend("127.0.0.1", port))] };

    public static TlsCertificate Certificate(string secret, int year) =>
        new(new("default", secret), "certificate", "key", DateTimeOffset.UnixEpoch, new(year, 1, 2, 0, 0, 0, TimeSpan.Zero));
}
