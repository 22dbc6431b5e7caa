using System.Text;

namespace Gateway.Model;

/// <summary>
/// A desired state as text for people: hosts with their routes, clusters with their backends, certificates, ports on layer 4, conditions. In a fixed order, so
/// that texts can be compared. Where a backend runs is left out, and so are certificates and keys themselves.
/// </summary>
public static class DesiredStateText
{
    public static string Build(DesiredState state)
    {
        var text = new StringBuilder();
        foreach (var host in state.Http.Hosts.Values.OrderBy(host => host.Host, StringComparer.Ordinal))
            AppendHost(text, host);
        foreach (var cluster in state.Http.Clusters.Values.OrderBy(cluster => cluster.Name))
            AppendCluster(text, cluster);
        foreach (var (serverName, certificate) in state.Http.Certificates.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append($"certificate {NameOf(serverName)}: Secret {certificate.Secret} until {certificate.NotAfter:yyyy-MM-dd}\n");
        foreach (var service in state.Layer4.Services.Values.OrderBy(service => service.Name))
            Layer4Text.Append(text, service);
        foreach (var (reference, conditions) in state.Conditions.OrderBy(pair => pair.Key))
            AppendConditions(text, reference, conditions);
        return text.ToString();
    }

    private static void AppendHost(StringBuilder text, HostRoutes host)
    {
        text.Append($"host {NameOf(host.Host)}\n");
        foreach (var route in host.Routes)
            text.Append($"  {(route.Match == PathMatch.Exact ? "exact" : "prefix")} {route.Path} -> {TargetOf(route)}\n");
        if (host.Default is not null)
            text.Append($"  default -> {TargetOf(host.Default)}\n");
    }

    private static string TargetOf(HttpRoute route) => $"{route.Cluster?.ToString() ?? "503"} ({route.Source})";

    private static string NameOf(string host) => host == HostRoutes.AnyHost ? "(any)" : host;

    private static void AppendCluster(StringBuilder text, HttpCluster cluster)
    {
        var how = $"{ProtocolOf(cluster.Protocol)} {BalancingOf(cluster.LoadBalancing)}{AffinityOf(cluster.Affinity)}";
        text.Append($"cluster {cluster.Name}{NumberOf(cluster.Name)} {how}\n");
        foreach (var backend in cluster.Backends)
            text.Append($"  {backend.Authority}{(backend.Weight == 1 ? "" : $" weight {backend.Weight}")}\n");
        if (cluster.Backends.IsEmpty)
            text.Append($"  503: {cluster.NoBackendsReason}\n");
    }

    internal static string NumberOf(ServicePortName name) => name.Port.Length == 0 ? "" : $" [{name.Number}]";

    private static string ProtocolOf(UpstreamProtocol protocol) => protocol switch
    {
        UpstreamProtocol.Http1 => "http/1.1",
        UpstreamProtocol.Http2Cleartext => "h2c",
        UpstreamProtocol.Https => "https",
        UpstreamProtocol.Http1OverTls => "https/1.1",
        _ => protocol.ToString(),
    };

    internal static string BalancingOf(LoadBalancing balancing)
    {
        var slowStart = balancing.SlowStart == TimeSpan.Zero ? "" : $" slow-start {balancing.SlowStart.TotalSeconds:0.###}s";
        var hashKey = balancing.HashKey == HashKey.ClientAddress ? "" : $" hash-on {balancing.HashKey.Source}:{balancing.HashKey.Name}";
        return balancing.Policy + slowStart + hashKey;
    }

    private static string AffinityOf(SessionAffinity affinity) => affinity.Kind switch
    {
        AffinityKind.None => "",
        AffinityKind.ClientIP => $" affinity ClientIP {affinity.Timeout.TotalSeconds:0}s",
        _ => $" affinity {affinity.Kind}",
    };

    private static void AppendConditions(StringBuilder text, ObjectReference reference, ObjectConditions conditions)
    {
        text.Append($"{reference}\n");
        foreach (var condition in conditions.Items)
        {
            var place = condition.Field.Length == 0 ? "" : $" at {condition.Field}";
            text.Append($"  {condition.Severity} {condition.Reason}{place}: {condition.Message}\n");
        }
    }
}
